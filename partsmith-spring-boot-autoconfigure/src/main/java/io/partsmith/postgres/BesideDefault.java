package io.partsmith.postgres;

import java.sql.SQLException;

import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.topology.RelationName;

/**
 * What is told where a partition found no place beside a DEFAULT partition. PostgreSQL
 * scans that one while it is locked, and a move deletes rows of it: with many rows both
 * take longer than anybody else may wait, so that it would fail in every run.
 */
final class BesideDefault {

	private static final String ROWS = """
			SELECT greatest(sum(greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0)), 0)::bigint
			FROM pg_partition_tree(to_regclass(?)) AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.relid AND t.isleaf""";

	private BesideDefault() {
	}

	/** The same failure, with the rows that are there and a way out. */
	static PartitionOperationException told(Session session, Operation operation, PartitionOperationException failure) {
		RelationName rest = operation.parent().defaultPartition();
		if (rest == null || failure.code() != FindingCode.LOCK_NOT_AVAILABLE
				|| !(operation instanceof Operation.Placing || operation instanceof Operation.Move)) {
			return failure;
		}
		String rows = (operation instanceof Operation.Move move)
				? "; " + move.rows() + " row(s) of its window lie in " + rest : "";
		PartitionOperationException told = new PartitionOperationException(failure.code(),
				failure.getMessage() + rows + "; PostgreSQL scans " + rest + " with its " + estimate(session, rest)
						+ " row(s) while it is locked",
				failure.next() + ". With many rows it never gets the time: move them in batches,"
						+ " PartitionLifecycleService.partitions(\"<id>\").partitionData(10_000), and delete from "
						+ rest + " what belongs to no window",
				failure.sqlState(), failure.getCause());
		for (Throwable suppressed : failure.getSuppressed()) {
			told.addSuppressed(suppressed);
		}
		return told;
	}

	private static String estimate(Session session, RelationName rest) {
		try {
			return "about " + session.inReadOnlySnapshot(
					(connection) -> Session.queryRow(connection, ROWS, (row) -> row.getLong(1), rest.toString()));
		}
		catch (SQLException ex) {
			return "unknown number of";
		}
	}

}
