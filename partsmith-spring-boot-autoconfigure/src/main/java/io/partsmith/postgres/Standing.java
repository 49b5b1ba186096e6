package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * What a name stands for right now, read under the lock that keeps it so.
 *
 * @param oid the relation's OID, or 0 where there is none
 * @param parentOid the OID of the table it is attached to, or 0
 * @param pending whether a concurrent detach of it is pending
 * @param comment its comment, or {@code null}
 */
record Standing(long oid, long parentOid, boolean pending, @Nullable String comment) {

	private static final String QUERY = """
			SELECT coalesce(c.oid, 0)::bigint, coalesce(i.inhparent, 0)::bigint, coalesce(i.inhdetachpending, false),
			  obj_description(c.oid, 'pg_class')
			FROM (SELECT to_regclass(?)::oid AS oid) AS named
			LEFT JOIN pg_catalog.pg_class AS c ON c.oid = named.oid
			LEFT JOIN pg_catalog.pg_inherits AS i ON i.inhrelid = c.oid""";

	static Standing of(Connection connection, RelationName name) throws SQLException {
		return Session.queryRow(connection, QUERY,
				(row) -> new Standing(row.getLong(1), row.getLong(2), row.getBoolean(3), row.getString(4)),
				name.toString());
	}

	/** Refuses a relation that is another one than when the plan was made. */
	static void requireParent(Connection connection, Operation operation) throws SQLException {
		Standing parent = of(connection, operation.parent().name());
		if (parent.oid() != operation.parent().oid()) {
			throw stale(operation, operation.parent().name() + " has the OID " + parent.oid() + " now");
		}
	}

	static Standing requireSame(Connection connection, Operation operation, Relation table) throws SQLException {
		Standing now = of(connection, table.name());
		if (now.oid() != table.oid()) {
			throw stale(operation, (now.oid() == 0) ? table.name() + " does not exist any more"
					: table.name() + " has the OID " + now.oid() + " now");
		}
		return now;
	}

	static Standing requireAttached(Connection connection, Operation operation, Relation table) throws SQLException {
		Standing now = requireSame(connection, operation, table);
		if (now.parentOid() != operation.parent().oid()) {
			throw stale(operation, table.name() + " is not attached to " + operation.parent().name() + " any more");
		}
		return now;
	}

	static Standing requireDetached(Connection connection, Operation operation, Relation table) throws SQLException {
		Standing now = requireSame(connection, operation, table);
		if (now.parentOid() != 0) {
			throw stale(operation, table.name() + " is attached again");
		}
		return now;
	}

	static PartitionOperationException stale(Operation operation, String seen) {
		return new PartitionOperationException(FindingCode.PLAN_STALE,
				operation.kind() + " of " + operation.partition() + " on " + operation.parent().name()
						+ " was planned for another catalog: " + seen,
				"Nothing was changed; the next run plans anew", null, null);
	}

}
