package io.partsmith.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.partsmith.topology.ClockReading;
import io.partsmith.topology.Cluster;
import io.partsmith.topology.Datum;
import io.partsmith.topology.ReadOnly;
import io.partsmith.topology.Server;

/** What the server itself has to do with every table on it. */
public final class ServerCheck {

	private static final String SETTING = "default_transaction_read_only";

	private final Duration maxClockSkew;

	/**
	 * A check.
	 * @param maxClockSkew how far the clocks of application and database may be apart
	 */
	public ServerCheck(Duration maxClockSkew) {
		this.maxClockSkew = maxClockSkew;
	}

	/**
	 * Checks the server.
	 * @param server the server
	 * @return what is in the way, each with its next step; nothing for a standby, where
	 * nothing is to be done
	 */
	public List<Finding> check(Server server) {
		List<Finding> findings = new ArrayList<>();
		if (server.readOnly() != null) {
			findings.add(readOnly(server.readOnly()));
		}
		ClockReading clocks = server.clocks();
		if (clocks != null && clocks.skew().compareTo(this.maxClockSkew) > 0) {
			findings.add(skewed(clocks));
		}
		if (server.cluster() != null) {
			findings.addAll(cluster(server.cluster()));
		}
		return findings;
	}

	private static List<Finding> cluster(Cluster cluster) {
		List<Finding> findings = new ArrayList<>();
		if (!cluster.dangling().isEmpty()) {
			findings.add(dangling(cluster.dangling()));
		}
		if (!cluster.nodeSteps().isEmpty()) {
			findings.add(new Finding(FindingCode.CLUSTER_DRIFT, Step.PLAN, null,
					"pg_dist_node is not what Patroni says of the cluster, " + cluster.nodeSteps().size()
							+ " step(s) behind",
					"Nothing, while a failover is under way and somebody looks after the list; else, as a superuser: "
							+ String.join("; ", cluster.nodeSteps())));
		}
		for (Cluster.Setting setting : cluster.settings()) {
			findings.add(new Finding(FindingCode.CLUSTER_SETTING, Step.PLAN, null,
					"The setting " + setting.name() + " of the coordinator is " + setting.actual()
							+ ", and Citus needs " + setting.wanted(),
					"ALTER SYSTEM SET " + setting.name() + " = " + value(setting.wanted())
							+ ", or Patroni's postgresql.parameters where that manages it; and restart the server"));
		}
		for (Cluster.IdleSlot slot : cluster.idleSlots()) {
			findings.add(new Finding(FindingCode.IDLE_SLOT, Step.PLAN, null,
					"Nobody reads the replication slot " + slot.name() + " of the coordinator"
							+ ((slot.heldBytes() != null) ? ", for which it keeps " + slot.heldBytes() + " bytes of WAL"
									: "")
							+ "; it is none that Citus makes while it moves or splits shards",
					"See whose it is, and if it is needed by nobody: SELECT pg_drop_replication_slot("
							+ new Datum.Literal(slot.name()).toSql() + ")"));
		}
		return findings;
	}

	/** A list is several values, and must not become one name. */
	private static String value(String wanted) {
		return Arrays.stream(wanted.split(","))
			.map((each) -> new Datum.Literal(each).toSql())
			.collect(Collectors.joining(", "));
	}

	private static Finding dangling(List<Long> oids) {
		return new Finding(FindingCode.CLUSTER_DRIFT, Step.PLAN, null, "pg_dist_partition lists " + oids.size()
				+ " relation(s) that the coordinator does not have, OID "
				+ oids.stream().limit(5).map(String::valueOf).collect(Collectors.joining(", "))
				+ ((oids.size() > 5) ? " and more" : "")
				+ ": dropped while citus.enable_ddl_propagation was off. Their shards stay on the workers, where they"
				+ " are in the way of partitions with their bounds (42P17)",
				"See what they were: SELECT * FROM pg_dist_shard JOIN pg_dist_placement USING (shardid) WHERE"
						+ " logicalrelid::oid IN ("
						+ oids.stream().limit(5).map(String::valueOf).collect(Collectors.joining(", "))
						+ "); and drop their shards on the workers before these rows");
	}

	private static Finding readOnly(ReadOnly cause) {
		String remedy = remedy(cause);
		return new Finding(FindingCode.READ_ONLY, Step.PLAN, null,
				"The server is no standby, but gives our transactions for reading only (25006), by "
						+ (cause.source().equals(ReadOnly.SESSION) ? "the connection pool"
								: SETTING + " from " + cause.source()),
				remedy);
	}

	private static String remedy(ReadOnly cause) {
		return switch (cause.source()) {
			case "database" -> reset("ALTER DATABASE " + cause.database());
			case "user" -> reset("ALTER ROLE " + cause.role());
			case "database user" -> reset("ALTER ROLE " + cause.role() + " IN DATABASE " + cause.database());
			case "global" -> reset("ALTER ROLE ALL");
			case "configuration file", "command line", "environment variable" ->
				reset("ALTER SYSTEM") + "; SELECT pg_reload_conf(), or take it out of postgresql.conf";
			default -> "Let the pool write (spring.datasource.hikari.read-only: false, no " + SETTING
					+ " in its URL or init SQL), or declare one that does as a bean with @PartsmithDataSource";
		};
	}

	/** Services set it where the disk is full, so it is not ours to override. */
	private static String reset(String whose) {
		return "See why it is set (some services do so when the disk is full), then " + whose + " RESET " + SETTING;
	}

	private Finding skewed(ClockReading clocks) {
		return new Finding(FindingCode.CLOCK_SKEW, Step.PLAN, null, "The application's clock says "
				+ clocks.application() + " and the database's " + clocks.database() + ", more than " + this.maxClockSkew
				+ " apart. One of them is wrong, so nothing is detached or dropped, and approving a plan does not change that;"
				+ " partitions are still made",
				"Set the clock that is wrong (NTP), and plan again; or raise partsmith.execution.max-clock-skew, if they may differ");
	}

}
