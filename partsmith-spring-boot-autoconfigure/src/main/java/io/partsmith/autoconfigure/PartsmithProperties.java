package io.partsmith.autoconfigure;

import java.time.ZoneId;
import java.util.Map;

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
 * @param markerPrefix Text that each line of the comment on a detached table begins with
 * @param storage Small tables of our own
 * @param health When health turns
 */
@ConfigurationProperties(prefix = "partsmith", ignoreUnknownFields = false)
public record PartsmithProperties(@DefaultValue("true") boolean enabled, @DefaultValue("full") Mode mode,
		@DefaultValue("fail") OnMismatch startupCheck,
		@NestedConfigurationProperty @DefaultValue TableProperties defaults,
		@DefaultValue Map<String, TableProperties> tables, @DefaultValue Schedule schedule,
		@DefaultValue Execution execution, @DefaultValue("pg-partsmith") String markerPrefix,
		@DefaultValue Storage storage, @DefaultValue Health health) {

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
	 * @param lockTimeout Time one attempt waits for a lock, and others may have to wait
	 * behind it
	 * @param lockAttempts Number of attempts an operation has at its locks
	 * @param statementTimeout Time one statement may take
	 * @param continueOnError Whether a run goes on with the next operation after a
	 * failure
	 * @param timeZone Session time zone of every statement
	 */
	public record Execution(@DefaultValue("300ms") TimeAmount lockTimeout, @DefaultValue("20") int lockAttempts,
			@DefaultValue("30s") TimeAmount statementTimeout, @DefaultValue("false") boolean continueOnError,
			@DefaultValue("UTC") ZoneId timeZone) {
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
	 * When health turns.
	 *
	 * @param runwayWarning Runway below which the details of a table warn
	 * @param runwayCritical Runway below which a table is down
	 * @param refresh Time after which the tables are looked at again
	 */
	public record Health(@Nullable TimeAmount runwayWarning, @Nullable TimeAmount runwayCritical,
			@DefaultValue("1m") TimeAmount refresh) {
	}

}
