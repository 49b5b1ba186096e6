package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.partsmith.plan.Operation;
import io.partsmith.topology.RelationName;

/**
 * The locks of a transaction in the one order that holds everywhere: what the parent is a
 * partition of, from the root down, as every reader does; the parent; the partition; the
 * DEFAULT partition; the tables that foreign keys tie to it, by their names. Two runs
 * whose tables are tied to each other could still meet from both sides; so transactions
 * that lock such tables go one by one.
 */
final class LockOrder {

	/** Behind the keys of the lanes. */
	static final String ONE_BY_ONE = "SELECT pg_advisory_xact_lock(" + PostgresLockManager.TIES + ", 0)";

	/**
	 * The same for what is no transaction. The lock is one of the session, which goes
	 * back to a pool: it is given back whatever happens.
	 */
	static final String BEGIN_ONE_BY_ONE = "SELECT pg_advisory_lock(" + PostgresLockManager.TIES + ", 0)";

	static final String END_ONE_BY_ONE = "SELECT pg_advisory_unlock(" + PostgresLockManager.TIES + ", 0)";

	/** A wait that is cancelled may have come to its end just before. */
	private static final String END_IF_BEGUN = END_ONE_BY_ONE
			+ " FROM pg_catalog.pg_locks AS l WHERE l.locktype = 'advisory' AND l.pid = pg_backend_pid() AND l.objsubid = 2"
			+ " AND l.classid = " + PostgresLockManager.TIES + " AND l.objid = 0";

	/** What reads take, on what a table is a part of. */
	private static final String TO_READ = "SELECT";

	private static final String TO_CHANGE = "UPDATE, DELETE, TRUNCATE";

	/**
	 * The DDL needs no privilege on them, LOCK TABLE does; and to_regclass would refuse
	 * to look into a schema that we may not use.
	 */
	private static final String LOCKABLE = """
			SELECT w.nr FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS w(schema, name, nr)
			JOIN pg_catalog.pg_namespace AS n ON n.nspname = w.schema
			JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = w.name AND c.relkind IN ('r', 'p')
			WHERE has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, ?)
			ORDER BY w.nr""";

	private LockOrder() {
	}

	/**
	 * Lets readers and writers pass.
	 * @return what stands under the partition's name
	 * @throws PartitionOperationException if the parent is another one than planned
	 */
	static Standing lockParentAgainstDdl(Connection connection, Operation operation) throws SQLException {
		return lockParent(connection, operation, SqlScript.lockAgainstDdl(operation.parent().name()));
	}

	/**
	 * Lets nobody pass.
	 * @return what stands under the partition's name
	 * @throws PartitionOperationException if the parent is another one than planned
	 */
	static Standing lockParentAgainstAll(Connection connection, Operation operation) throws SQLException {
		return lockParent(connection, operation, SqlScript.lockParentAgainstAll(operation.parent().name()));
	}

	private static Standing lockParent(Connection connection, Operation operation, String lock) throws SQLException {
		lock(connection, SqlScript.lockAbove(operation), TO_READ);
		List<Standing> standings = Standing.behind(connection, List.of(lock),
				List.of(operation.parent().name(), operation.partition()));
		standings.get(0).requireParent(operation);
		return standings.get(1);
	}

	/**
	 * Waits, before it locks any table, until no other run locks tied tables; where there
	 * are none, for nobody.
	 */
	static void goOneByOne(Connection connection, Operation operation) throws SQLException {
		if (!operation.parent().foreignKeys().all().isEmpty()) {
			goOneByOne(connection);
		}
	}

	static void goOneByOne(Connection connection) throws SQLException {
		Session.execute(connection, ONE_BY_ONE);
	}

	/**
	 * Carries out one statement that is no transaction, while no other run locks tied
	 * tables; on a connection where that cannot be ended, it ends with the connection.
	 */
	static void oneByOne(Connection connection, String sql) throws SQLException {
		String end = END_IF_BEGUN;
		try {
			Session.execute(connection, BEGIN_ONE_BY_ONE);
			end = END_ONE_BY_ONE;
			Session.execute(connection, sql);
		}
		finally {
			end(connection, end);
		}
	}

	private static void end(Connection connection, String end) throws SQLException {
		try {
			Session.execute(connection, end);
		}
		catch (SQLException ex) {
			connection.abort(Runnable::run);
		}
	}

	/** What ATTACH asks for, on the tables at both ends of foreign keys. */
	static void lockTiesForAttach(Connection connection, Operation operation) throws SQLException {
		lock(connection, SqlScript.lockTies(operation, false), TO_CHANGE);
	}

	/** What a plain DETACH asks for: the tables that refer to the parent stand still. */
	static void lockTiesForDetach(Connection connection, Operation operation) throws SQLException {
		lock(connection, SqlScript.lockTies(operation, true), TO_CHANGE);
	}

	private static void lock(Connection connection, Map<RelationName, String> locks, String privilege)
			throws SQLException {
		if (locks.isEmpty()) {
			return;
		}
		List<Integer> lockable = new ArrayList<>();
		List<RelationName> names = List.copyOf(locks.keySet());
		Rows.read(connection, LOCKABLE, (row) -> lockable.add(row.getInt(1)),
				connection.createArrayOf("text", names.stream().map(RelationName::schema).toArray()),
				connection.createArrayOf("text", names.stream().map(RelationName::name).toArray()), privilege);
		for (int number : lockable) {
			Session.execute(connection, Objects.requireNonNull(locks.get(names.get(number - 1))));
		}
	}

}
