package io.partsmith.postgres;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.partsmith.plan.Scope;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * One maintainer per lane of a table by an advisory lock of a transaction. The
 * transaction does nothing else and stays open on a connection of its own for as long as
 * the run: it holds no snapshot, a pooler in transaction mode keeps it on one server
 * connection, and the lock ends with it whatever becomes of us. While it is open, its
 * {@code application_name} tells who works on which table.
 */
public class PostgresLockManager implements LockManager {

	/**
	 * The first key of our advisory locks, "part" in ASCII for the create lane and the
	 * next number for the retire lane; the second key is the table's OID.
	 */
	private static final int KEY = 0x70617274;

	private static final String TAKE = """
			SELECT pg_try_advisory_xact_lock(?, coalesce(to_regclass(?)::oid, 0)::bigint::bit(32)::integer),
			  set_config('application_name', ?, true),
			  (SELECT count(set_config(name, '0', true)) FROM pg_catalog.pg_settings
			   WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout'))""";

	/**
	 * The portal of a query keeps its snapshot until another statement takes its place;
	 * this one has none. A snapshot would hold up VACUUM, and the end of our own
	 * concurrent detaches.
	 */
	private static final String FORGET = "SHOW transaction_isolation";

	private static final String HOLDER = """
			SELECT l.pid, a.application_name, a.client_addr::text, a.xact_start::text
			FROM pg_catalog.pg_locks AS l LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
			WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid = ANY (?::bigint[]::oid[])
			  AND l.objid = to_regclass(?)::oid AND l.pid <> pg_backend_pid()
			  AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database())
			ORDER BY l.classid LIMIT 1""";

	private final DataSource dataSource;

	/**
	 * Locks in the database of the tables.
	 * @param dataSource where the tables are; a run takes a second connection for its
	 * lock
	 */
	public PostgresLockManager(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	@Override
	public LockAttempt tryLock(TablePartitionConfig config, Scope scope) {
		Connection connection = null;
		try {
			connection = this.dataSource.getConnection();
			boolean autoCommit = connection.getAutoCommit();
			Session.begin(connection);
			// Under another isolation the lock would hold a snapshot, for whose end a
			// concurrent detach of ours would wait.
			Session.execute(connection, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
			Lock lock = new Lock(connection, autoCommit);
			if (take(connection, config.table(), scope)) {
				return new LockAttempt.Acquired(lock);
			}
			String holder = holder(connection, config.table(), scope);
			lock.close();
			return new LockAttempt.HeldBy(holder);
		}
		catch (SQLException ex) {
			giveUp(connection);
			throw new UncategorizedSQLException("Taking the maintenance lock of " + config.table(), null, ex);
		}
	}

	/**
	 * Lane after lane in one order, and none behind one that is held: two runs of both
	 * lanes must not take one each and both give up.
	 */
	private static boolean take(Connection connection, RelationName table, Scope scope) throws SQLException {
		String name = "partsmith " + scope + " " + table + " " + host();
		boolean taken = true;
		for (Object key : keys(scope)) {
			taken = taken
					&& Session.queryRow(connection, TAKE, (row) -> row.getBoolean(1), key, table.toString(), name);
		}
		Session.execute(connection, FORGET);
		return taken;
	}

	private static String holder(Connection connection, RelationName table, Scope scope) throws SQLException {
		return Session.queryRow(connection, HOLDER, (row) -> {
			if (row.isAfterLast() || row.getRow() == 0) {
				return "a run that has just ended";
			}
			return "pid " + row.getInt(1) + " (" + row.getString(2) + ", " + row.getString(3) + ") since "
					+ row.getString(4);
		}, connection.createArrayOf("bigint", keys(scope)), table.toString());
	}

	private static Object[] keys(Scope scope) {
		return scope.lanes().stream().map((lane) -> KEY + lane.ordinal()).toArray();
	}

	private static String host() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "unknown host";
		}
	}

	/** A connection whose transaction failed goes back to no pool as it is. */
	private static void giveUp(@Nullable Connection connection) {
		try {
			if (connection != null) {
				connection.rollback();
			}
		}
		catch (SQLException ex) {
			// The server has ended the transaction.
		}
		closeQuietly(connection);
	}

	private static void closeQuietly(@Nullable Connection connection) {
		try {
			if (connection != null) {
				connection.close();
			}
		}
		catch (SQLException ex) {
			// The connection is of no use either way.
		}
	}

	/** The open transaction that holds the lock. */
	private static final class Lock implements TableLock {

		private static final int ANSWER_SECONDS = 5;

		private final Connection connection;

		private final boolean autoCommit;

		Lock(Connection connection, boolean autoCommit) {
			this.connection = connection;
			this.autoCommit = autoCommit;
		}

		@Override
		public boolean isHeld() {
			try {
				return this.connection.isValid(ANSWER_SECONDS);
			}
			catch (SQLException ex) {
				return false;
			}
		}

		@Override
		public void close() {
			try {
				this.connection.rollback();
				this.connection.setAutoCommit(this.autoCommit);
			}
			catch (SQLException ex) {
				// The server has ended the transaction, and the lock with it.
			}
			finally {
				closeQuietly(this.connection);
			}
		}

	}

}
