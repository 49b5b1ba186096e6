package io.partsmith.autoconfigure;

import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.partsmith.hook.HookPhase;
import io.partsmith.maintenance.Mode;
import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The configuration as it is written. What the tables mean is worked out by
 * {@link TablePartitionConfigs}.
 *
 * @param enabled Whether partitions are managed at all. With false, nothing of partsmith
 * is started, and nothing of it is visible
 * @param mode How much a run may do
 * @param startupCheck What a table that does not fit its configuration does at start
 * @param defaults Keys that every table starts from
 * @param tables Managed tables by an id of your choice, made of letters, digits, hyphens
 * and underscores
 * @param schedule When the lanes run
 * @param execution How statements are sent
 * @param hooks How hooks are called
 * @param commands Programs that take part in the lifecycle of partitions
 * @param markerPrefix Text that each line of the comment on a detached table begins with
 * @param storage Small tables of our own
 * @param health When health turns
 * @param metrics How metrics are measured
 * @param archive How partitions are archived before they are dropped
 * @param kafka Events of the lifecycle in Kafka
 * @param mpp Massively parallel PostgreSQL that the tables are part of, one key for each
 * kind; plain PostgreSQL without one
 * @param patroni Patroni that keeps the database available, and knows who leads
 */
@ConfigurationProperties(prefix = "partsmith", ignoreUnknownFields = false)
public record PartsmithProperties(@DefaultValue("true") boolean enabled, @DefaultValue("full") Mode mode,
		@DefaultValue("fail") OnMismatch startupCheck,
		@NestedConfigurationProperty @DefaultValue TableProperties defaults,
		@DefaultValue Map<String, TableProperties> tables, @DefaultValue Schedule schedule,
		@DefaultValue Execution execution, @DefaultValue Hooks hooks, @DefaultValue Commands commands,
		@DefaultValue("pg-partsmith") String markerPrefix, @DefaultValue Storage storage, @DefaultValue Health health,
		@DefaultValue Metrics metrics, @NestedConfigurationProperty @Nullable ArchiveProperties archive,
		@NestedConfigurationProperty @DefaultValue KafkaEventProperties kafka, @Nullable Mpp mpp,
		@Nullable Patroni patroni) {

	/** What a table that does not fit its configuration does at start. */
	public enum OnMismatch {

		/** The application does not start. */
		FAIL,

		/** The application starts, and the mismatch is a finding. */
		REPORT

	}

	/** What runs once when the application is ready. */
	public enum OnStartup {

		/** Nothing. */
		NONE,

		/** The create lane. */
		CREATE,

		/** Both lanes. */
		FULL

	}

	/**
	 * When the lanes run.
	 *
	 * @param zone Time zone of the cron expressions
	 * @param create Lane that creates partitions
	 * @param retire Lane that detaches and drops partitions
	 * @param onStartup What runs once when the application is ready
	 */
	public record Schedule(@DefaultValue("UTC") ZoneId zone, @DefaultValue Create create, @DefaultValue Retire retire,
			@DefaultValue("create") OnStartup onStartup) {
	}

	/** What both lanes have. */
	public sealed interface Lane {

		/**
		 * When it runs.
		 * @return a cron expression, or {@code -} for never
		 */
		String cron();

		/**
		 * When the lane's lock ends if its holder died.
		 * @return an exact amount of time
		 */
		TimeAmount lockAtMostFor();

		/**
		 * How long the lane's lock is kept at least.
		 * @return an exact amount of time
		 */
		TimeAmount lockAtLeastFor();

	}

	/**
	 * The create lane.
	 *
	 * @param cron Cron expression of the lane, or "-" to switch it off
	 * @param lockAtMostFor Time after which the lock of a node that died is given up
	 * @param lockAtLeastFor Time the lock is kept at least, so that clocks may differ
	 */
	public record Create(@DefaultValue("0 */10 * * * *") String cron, @DefaultValue("10m") TimeAmount lockAtMostFor,
			@DefaultValue("10s") TimeAmount lockAtLeastFor) implements Lane {
	}

	/**
	 * The retire lane.
	 *
	 * @param cron Cron expression of the lane, or "-" to switch it off
	 * @param lockAtMostFor Time after which the lock of a node that died is given up
	 * @param lockAtLeastFor Time the lock is kept at least, so that clocks may differ
	 */
	public record Retire(@DefaultValue("0 15 3 * * *") String cron, @DefaultValue("2h") TimeAmount lockAtMostFor,
			@DefaultValue("1m") TimeAmount lockAtLeastFor) implements Lane {
	}

	/**
	 * How statements are sent.
	 *
	 * @param lockTimeout Time one attempt waits for a lock
	 * @param lockAttempts Number of attempts an operation has at its locks
	 * @param lockBudget Time one lane of a run waits for locks in all, pauses included
	 * @param maxInflicted Time a session of somebody else may wait behind a statement of
	 * ours before that is cancelled and tried again later
	 * @param statementTimeout Time one statement may take
	 * @param continueOnError Whether a run goes on with the next operation after a
	 * failure
	 * @param timeZone Session time zone of every statement
	 * @param parallelism Number of tables that one run works on at a time
	 * @param maxClockSkew Time by which the clocks of application and database may differ
	 * before nothing is detached or dropped any more
	 * @param defaultRowsLimit Rows of a window that a run moves out of DEFAULT at most;
	 * where there are more, the window is only reported
	 * @param analyze Statistics of the partitioned tables themselves
	 */
	public record Execution(@DefaultValue("300ms") TimeAmount lockTimeout, @DefaultValue("20") int lockAttempts,
			@DefaultValue("1m") TimeAmount lockBudget, @DefaultValue("200ms") TimeAmount maxInflicted,
			@DefaultValue("30s") TimeAmount statementTimeout, @DefaultValue("false") boolean continueOnError,
			@DefaultValue("UTC") ZoneId timeZone, @DefaultValue("1") int parallelism,
			@DefaultValue("1m") TimeAmount maxClockSkew, @DefaultValue("100000") int defaultRowsLimit,
			@DefaultValue Analyze analyze) {
	}

	/**
	 * The statistics of the partitioned tables themselves, which autovacuum never renews.
	 *
	 * @param enabled Whether a run that retires renews them at its end where they are
	 * outdated
	 * @param threshold Share of a table's rows that must have come, gone or changed since
	 * its last ANALYZE, such as 10% or 0.1
	 * @param timeout Time that the ANALYZE of one table may take
	 */
	public record Analyze(@DefaultValue("true") boolean enabled, @DefaultValue("10%") String threshold,
			@DefaultValue("1m") TimeAmount timeout) {
	}

	/**
	 * How hooks are called.
	 *
	 * @param createTimeout Time one call of a hook may take around the making of a
	 * partition and the return of an orphan, before it is interrupted
	 * @param retireTimeout Time one call of a hook may take around a detach and a drop,
	 * before it is interrupted. As long as it likes when absent
	 * @param timeouts Time one call of a single hook may take in any phase, by the name
	 * of its bean
	 */
	public record Hooks(@DefaultValue("10m") TimeAmount createTimeout, @Nullable TimeAmount retireTimeout,
			@DefaultValue Map<String, TimeAmount> timeouts) {
	}

	/**
	 * Programs that take part in the lifecycle of partitions.
	 *
	 * @param enabled Whether programs are run at all. With false, a configuration that
	 * names one is refused
	 * @param timeout Time a program may take before it is asked to end
	 * @param killAfter Time after which a program that was asked to end is killed
	 * @param beforeCreate Program and arguments to run before a partition is made
	 * @param afterCreate Program and arguments to run after a partition was made
	 * @param beforeAttach Program and arguments to run before an orphan comes back
	 * @param afterAttach Program and arguments to run after an orphan came back
	 * @param beforeDetach Program and arguments to run before a partition is detached
	 * @param afterDetach Program and arguments to run after a partition was detached
	 * @param beforeDrop Program and arguments to run before an orphan is dropped
	 * @param afterDrop Program and arguments to run after an orphan was dropped
	 */
	public record Commands(@DefaultValue("false") boolean enabled, @DefaultValue("5m") TimeAmount timeout,
			@DefaultValue("10s") TimeAmount killAfter, @Nullable List<String> beforeCreate,
			@Nullable List<String> afterCreate, @Nullable List<String> beforeAttach, @Nullable List<String> afterAttach,
			@Nullable List<String> beforeDetach, @Nullable List<String> afterDetach, @Nullable List<String> beforeDrop,
			@Nullable List<String> afterDrop) {

		/**
		 * The programs with their arguments.
		 * @return those that are written, by phase and in their order
		 */
		public Map<HookPhase, List<String>> byPhase() {
			Map<HookPhase, List<String>> commands = new EnumMap<>(HookPhase.class);
			put(commands, HookPhase.BEFORE_CREATE, this.beforeCreate);
			put(commands, HookPhase.AFTER_CREATE, this.afterCreate);
			put(commands, HookPhase.BEFORE_ATTACH, this.beforeAttach);
			put(commands, HookPhase.AFTER_ATTACH, this.afterAttach);
			put(commands, HookPhase.BEFORE_DETACH, this.beforeDetach);
			put(commands, HookPhase.AFTER_DETACH, this.afterDetach);
			put(commands, HookPhase.BEFORE_DROP, this.beforeDrop);
			put(commands, HookPhase.AFTER_DROP, this.afterDrop);
			return commands;
		}

		private static void put(Map<HookPhase, List<String>> commands, HookPhase phase,
				@Nullable List<String> command) {
			if (command != null) {
				commands.put(phase, command);
			}
		}

	}

	/**
	 * The small tables of our own.
	 *
	 * @param schema Schema of the small tables of our own
	 * @param initialize Whether to create those of these tables that are missing
	 */
	public record Storage(@DefaultValue("public") String schema, @DefaultValue("true") boolean initialize) {
	}

	/**
	 * How metrics are measured.
	 *
	 * @param sizeRefresh Time after which the sizes of all partitions are measured again,
	 * if somebody reads partsmith.size
	 */
	public record Metrics(@DefaultValue("10m") TimeAmount sizeRefresh) {
	}

	/**
	 * When health turns.
	 *
	 * @param runwayWarning Runway below which the details of a table warn
	 * @param runwayCritical Runway below which a table is down
	 * @param refresh Time after which the tables are looked at again
	 */
	public record Health(@Nullable TimeAmount runwayWarning, @Nullable TimeAmount runwayCritical,
			@DefaultValue("1m") TimeAmount refresh) {
	}

	/**
	 * Massively parallel PostgreSQL.
	 *
	 * @param citus Citus, whose coordinator alone maintains
	 */
	public record Mpp(@Nullable Citus citus) {
	}

	/**
	 * The node of a Citus cluster that the application is connected to.
	 *
	 * @param group Group of the node, which is 0 for the coordinator
	 * @param database Name of the database that Citus is installed in
	 * @param metadata Whether pg_dist_node is held against what Patroni says of the
	 * groups; without it, it is left alone. Wants partsmith.patroni.groups
	 */
	public record Citus(@Nullable String group, @Nullable String database, @Nullable Metadata metadata) {

		/** What is done where pg_dist_node is not in line with the cluster. */
		public enum Metadata {

			/** The steps that are due are told, and not taken. */
			REPORT,

			/**
			 * The steps are taken, by a superuser, and only where no Patroni with a
			 * section citus does so itself.
			 */
			APPLY

		}

	}

	/**
	 * Patroni, as it is asked.
	 *
	 * @param groups URLs of the REST API, of one member or more, for each group of the
	 * cluster; a plain cluster is group 0
	 * @param pollInterval Time between two looks
	 * @param timeout Time that a member may take to answer
	 */
	public record Patroni(@DefaultValue Map<String, List<String>> groups, @DefaultValue("1s") TimeAmount pollInterval,
			@DefaultValue("2s") TimeAmount timeout) {
	}

}
