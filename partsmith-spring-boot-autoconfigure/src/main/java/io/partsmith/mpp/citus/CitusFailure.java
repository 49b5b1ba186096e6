package io.partsmith.mpp.citus;

import java.sql.SQLException;
import java.util.List;

import io.partsmith.plan.FindingCode;
import io.partsmith.postgres.PartitionOperationException;
import org.jspecify.annotations.Nullable;

/**
 * What Citus says in codes that mean something else on a single server. 08006 comes on a
 * connection that is well, and XX000 is no defect.
 */
enum CitusFailure {

	/** The transaction changed nothing on any node. */
	NODE_DOWN(List.of("08006", "08001", "08004", "57P03"),
			List.of("connection to the remote node", "failed to connect to", "could not connect to"),
			FindingCode.NODE_UNREACHABLE, " reached a node of the cluster that does not answer",
			"See which one: SELECT * FROM citus_check_cluster_node_health(); nothing was changed anywhere, and the next"
					+ " run tries again"),

	/**
	 * What became of LOCK TABLE on a worker where that waited for too long. Citus tells
	 * the worker's own words in a warning only; had the worker gone, the next attempt
	 * would not reach it.
	 */
	NO_LOCK_ON_WORKER(List.of("XX000"), List.of("failure on connection marked as essential"),
			FindingCode.LOCK_NOT_AVAILABLE, " got no lock on a worker",
			"See who reads or writes there: SELECT * FROM citus_stat_activity WHERE state <> 'idle'; the next run tries"
					+ " again"),

	/** For some seconds behind a change of pg_dist_node. */
	OUT_OF_SYNC(List.of("55000"), List.of("is out of sync"), FindingCode.NODE_OUT_OF_SYNC,
			" met a node that does not know yet what the coordinator knows",
			"Wait; the coordinator tells it every few seconds, and the next run tries again. If it stays: SELECT nodename,"
					+ " nodeport, hasmetadata, metadatasynced FROM pg_dist_node"),

	/** What only the coordinator may do. */
	NOT_COORDINATOR(List.of("XX000"), List.of("operation is not allowed on this node"), FindingCode.GUARDED,
			" was sent to a worker", "Connect to the coordinator"),

	/** What it never does. */
	REFUSED(List.of("XX000", "0A000"),
			List.of("are currently unsupported", "is currently unsupported", "are not supported", "is not supported",
					"not supported for Columnar", "doesn't support", "non-colocated", "cannot colocate",
					"cannot have distributed partitions", "cannot have citus table partitions"),
			FindingCode.DISTRIBUTION_UNFIT, " is refused by Citus",
			"See the message of Citus; docs/clusters.md says what it takes");

	private final List<String> states;

	private final List<String> texts;

	private final FindingCode code;

	private final String what;

	private final String next;

	CitusFailure(List<String> states, List<String> texts, FindingCode code, String what, String next) {
		this.states = states;
		this.texts = texts;
		this.code = code;
		this.what = what;
		this.next = next;
	}

	static @Nullable CitusFailure of(SQLException ex) {
		String state = String.valueOf(ex.getSQLState());
		String message = String.valueOf(ex.getMessage());
		for (CitusFailure failure : values()) {
			if (failure.states.contains(state) && failure.texts.stream().anyMatch(message::contains)) {
				return failure;
			}
		}
		return null;
	}

	/** Whether another attempt may succeed. */
	boolean passes() {
		return this == NO_LOCK_ON_WORKER || this == OUT_OF_SYNC;
	}

	PartitionOperationException explain(String subject, SQLException ex) {
		return new PartitionOperationException(this.code,
				subject + this.what + " [" + ex.getSQLState() + "]: " + ex.getMessage(), this.next, ex.getSQLState(),
				ex);
	}

}
