package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import io.partsmith.plan.FindingCode;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;

/** A partition in which nothing is, and which may be filled where it is. */
final class EmptyPartition {

	private static final String LOADED = "SELECT EXISTS (SELECT FROM %s)";

	/**
	 * Those that a row which is inserted would fire, here or in a partition beneath.
	 * Those of keys are no matter. PostgreSQL 14 calls internal what a partition has of
	 * its table.
	 */
	private static final String TRIGGERS = """
			SELECT EXISTS (SELECT FROM pg_catalog.pg_partition_tree(?::bigint::oid::regclass) AS p
			  JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = p.relid
			  WHERE t.tgenabled <> 'D' AND (t.tgtype & 4) <> 0 AND NOT EXISTS (
			    SELECT FROM pg_catalog.pg_constraint AS k WHERE k.oid = t.tgconstraint AND k.contype <> 't'))""";

	private EmptyPartition() {
	}

	/**
	 * Locks a partition against others who would fill it, and against DDL. Whoever reads
	 * it or inserts into it is not in the way.
	 */
	static String lock(RelationName partition) {
		return "LOCK TABLE " + partition + " IN SHARE UPDATE EXCLUSIVE MODE";
	}

	/**
	 * Looks at it in a snapshot that was taken under the lock.
	 * @throws PartitionOperationException if it is another one by now, or holds rows, or
	 * triggers would fire
	 */
	static void require(Connection connection, Relation partition) throws SQLException {
		Standing now = Standing.of(connection, partition.name());
		if (now.oid() != partition.oid() || now.parentOid() == 0 || now.pending()) {
			throw refused(FindingCode.PLAN_STALE, partition.name() + " is not the partition any more that it was",
					"Restore again");
		}
		if (Session.queryRow(connection, LOADED.formatted(partition.name()), (row) -> row.getBoolean(1))) {
			throw refused(FindingCode.PARTITION_ATTACHED,
					"The window has a partition already, " + partition.name() + ", which holds rows",
					"If it holds no row you need, detach it and drop it by hand, and restore again; see the tree: GET"
							+ " /actuator/partitions/<id>");
		}
		if (Session.queryRow(connection, TRIGGERS, (row) -> row.getBoolean(1), partition.oid())) {
			throw refused(FindingCode.PARTITION_ATTACHED,
					"The window has an empty partition already, " + partition.name()
							+ ", whose triggers would fire for every row that is restored",
					"Detach it and drop it by hand, and restore again: rows are restored beside the table then");
		}
	}

	private static PartitionOperationException refused(FindingCode code, String message, String next) {
		return new PartitionOperationException(code, message, next, null, null);
	}

}
