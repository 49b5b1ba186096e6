package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.topology.Datum;
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
			FROM unnest(%s) WITH ORDINALITY AS named(name, place)
			LEFT JOIN pg_catalog.pg_class AS c ON c.oid = to_regclass(named.name)::oid
			LEFT JOIN pg_catalog.pg_inherits AS i ON i.inhrelid = c.oid
			ORDER BY named.place""";

	private static final String DEFAULT = "SELECT EXISTS (SELECT FROM pg_catalog.pg_partitioned_table"
			+ " WHERE partrelid = ?::bigint::oid AND partdefid <> 0)";

	static Standing of(Connection connection, RelationName name) throws SQLException {
		return behind(connection, List.of(), List.of(name)).get(0);
	}

	/**
	 * What several names stand for once some locks are held. They go to the server
	 * together; what is read is read behind the last lock.
	 * @param locks the statements that lock, in their order
	 * @param names the names
	 * @return what stands under each of them
	 */
	static List<Standing> behind(Connection connection, List<String> locks, List<RelationName> names)
			throws SQLException {
		String array = names.stream()
			.map((name) -> new Datum.Literal(name.toString()).toSql())
			.collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
		String sql = Stream.concat(locks.stream(), Stream.of(QUERY.formatted(array)))
			.collect(Collectors.joining(Session.THEN));
		List<Standing> standings = new ArrayList<>();
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			try (ResultSet row = Session.firstRows(statement, statement.execute(sql))) {
				while (row.next()) {
					standings.add(new Standing(row.getLong(1), row.getLong(2), row.getBoolean(3), row.getString(4)));
				}
			}
		}
		return standings;
	}

	/** Refuses a parent that is another one than when the plan was made. */
	void requireParent(Operation operation) {
		if (this.oid != operation.parent().oid()) {
			throw stale(operation, operation.parent().name() + " has the OID " + this.oid + " now");
		}
	}

	/** Refuses a relation that is another one than when the plan was made. */
	Standing requireSame(Operation operation, Relation table) {
		if (this.oid != table.oid()) {
			throw stale(operation, (this.oid == 0) ? table.name() + " does not exist any more"
					: table.name() + " has the OID " + this.oid + " now");
		}
		return this;
	}

	Standing requireAttached(Operation operation, Relation table) {
		requireSame(operation, table);
		if (this.parentOid != operation.parent().oid()) {
			throw stale(operation, table.name() + " is not attached to " + operation.parent().name() + " any more");
		}
		return this;
	}

	Standing requireDetached(Operation operation, Relation table) {
		requireSame(operation, table);
		if (this.parentOid != 0) {
			throw stale(operation, table.name() + " is attached again");
		}
		return this;
	}

	static Standing requireAttached(Connection connection, Operation operation, Relation table) throws SQLException {
		return of(connection, table.name()).requireAttached(operation, table);
	}

	static Standing requireDetached(Connection connection, Operation operation, Relation table) throws SQLException {
		return of(connection, table.name()).requireDetached(operation, table);
	}

	/** Whether a table has a DEFAULT partition. */
	static boolean hasDefault(Connection connection, long parent) throws SQLException {
		return Session.queryRow(connection, DEFAULT, (row) -> row.getBoolean(1), parent);
	}

	static PartitionOperationException stale(Operation operation, String seen) {
		return new PartitionOperationException(FindingCode.PLAN_STALE,
				operation.kind() + " of " + operation.partition() + " on " + operation.parent().name()
						+ " was planned for another catalog: " + seen,
				"Nothing was changed; the next run plans anew", null, null);
	}

}
