package io.partsmith.archive;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.postgres.Seal;
import io.partsmith.topology.RelationName;

/**
 * What must still be so when a table is dropped for its archive to hold all of it.
 *
 * @param seal the OID of the seal under which it was copied
 * @param shape its columns, as the catalog had them
 */
record Proof(long seal, String shape) {

	/** Whatever the {@code search_path}, which the text of a type depends on. */
	private static final String SHAPE = """
			SELECT coalesce(string_agg(concat_ws(' ', a.attnum, quote_ident(a.attname), a.atttypid, a.atttypmod,
			  a.attgenerated), ', ' ORDER BY a.attnum), '') FROM pg_catalog.pg_attribute AS a
			WHERE a.attrelid = ?::bigint::oid AND a.attnum > 0 AND NOT a.attisdropped""";

	/** The proof of an archive; empty where the table has other columns by now. */
	static Optional<Proof> of(Connection connection, Operation.OnTable operation, Seal seal, Manifest manifest)
			throws SQLException {
		long oid = operation.table().oid();
		List<Manifest.Column> archived = manifest.columns().stream().map((column) -> column.as(column.type())).toList();
		return archived.equals(Blueprint.columns(connection, oid))
				? Optional.of(new Proof(seal.oid(), shape(connection, oid))) : Optional.empty();
	}

	/** Looks again. */
	void require(Connection connection, Operation.OnTable operation) throws SQLException {
		RelationName partition = operation.partition();
		if (Seal.of(connection, partition).filter((now) -> now.oid() == this.seal).isEmpty()) {
			throw unsealed(partition);
		}
		if (!this.shape.equals(shape(connection, operation.table().oid()))) {
			throw reshaped(partition);
		}
	}

	private static String shape(Connection connection, long oid) throws SQLException {
		StringBuilder shape = new StringBuilder();
		Blueprint.each(connection, SHAPE, oid, (row) -> shape.append(row.getString(1)));
		return shape.toString();
	}

	static PartitionOperationException unsealed(RelationName partition) {
		return stale("The constraint " + Seal.NAME + " of " + partition
				+ " was taken off since its rows were archived; some of them may not be in the archive");
	}

	static PartitionOperationException reshaped(RelationName partition) {
		return stale("The columns of " + partition
				+ " were changed since its rows were archived; some values may not be in the archive");
	}

	private static PartitionOperationException stale(String message) {
		return new PartitionOperationException(FindingCode.PLAN_STALE, message,
				"Nothing; the next run archives it anew", null, null);
	}

}
