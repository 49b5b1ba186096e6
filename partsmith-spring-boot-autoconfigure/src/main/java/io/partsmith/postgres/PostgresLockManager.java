package io.partsmith.postgres;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import io.partsmith.plan.Lane;
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

	/** The key of transactions that lock tables which foreign keys tie to another. */
	static final int TIES = KEY + Lane.values().length;

	private static final String TAKE = """
			SELECT pg_catalog.pg_try_advisory_xact_lock(?,
			    coalesce(pg_catalog.to_regclass(?)::oid, 0)::bigint::bit(32)::integer),
			  pg_catalog.set_config('application_name', ?, true),
			  (SELECT pg_catalog.count(pg_catalog.set_config(name, '0', true)) FROM pg_catalog.pg_settings
			   WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout')),
			  """ + Session.PATH;

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

	private final RunRoom room;

	/** Our own runs, by the locks that they hold. */
	private final Map<OwnLock, String> own = new ConcurrentHashMap<>();

	/**
	 * Locks in the database of the tables.
	 * @param dataSource where the tables are; a run takes a second connection for its
	 * lock
	 */
	public PostgresLockManager(DataSource dataSource) {
		this(dataSource, RunRoom.unlimited());
	}

	/**
	 * Locks in the database of the tables.
	 * @param dataSource where the tables are
	 * @param room how many runs it has connections for
	 */
	public PostgresLockManager(DataSource dataSource, RunRoom room) {
		this.dataSource = dataSource;
		this.room = room;
	}

	@Override
	public LockAttempt tryLock(TablePartitionConfig config, Scope scope) {
		if (!this.room.enterAtOnce(scope)) {
			Optional<String> holder = ownHolder(config.table(), scope);
			if (holder.isPresent()) {
				return new LockAttempt.HeldBy(holder.get());
			}
			if (!this.room.enter(scope)) {
				return this.room.noRoom(scope);
			}
		}
		boolean entered = false;
		try {
			LockAttempt attempt = lock(config, scope);
			entered = attempt instanceof LockAttempt.Acquired;
			return attempt;
		}
		finally {
			if (!entered) {
				this.room.leave(scope);
			}
		}
	}

	/**
	 * A hook that asks for another run of its own table is told at once; it must not wait
	 * for room that is made only when it has ended.
	 */
	private Optional<String> ownHolder(RelationName table, Scope scope) {
		return scope.lanes()
			.stream()
			.map((lane) -> Optional.ofNullable(this.own.get(new OwnLock(table, lane))))
			.flatMap(Optional::stream)
			.findFirst();
	}

	private Runnable owned(RelationName table, Scope scope) {
		List<OwnLock> locks = scope.lanes().stream().map((lane) -> new OwnLock(table, lane)).toList();
		String holder = "a " + scope + " run of this application since "
				+ Instant.now().truncatedTo(ChronoUnit.SECONDS);
		locks.forEach((lock) -> this.own.put(lock, holder));
		return () -> {
			locks.forEach(this.own::remove);
			this.room.leave(scope);
		};
	}

	private LockAttempt lock(TablePartitionConfig config, Scope scope) {
		Connection connection = null;
		Unprepared driver = null;
		try {
			connection = this.dataSource.getConnection();
			driver = Unprepared.on(connection);
			boolean autoCommit = connection.getAutoCommit();
			Session.begin(connection);
			// Under another isolation the lock would hold a snapshot, for whose end a
			// concurrent detach of ours would wait.
			Session.execute(connection, Session.READ_COMMITTED);
			if (take(connection, config.table(), scope)) {
				return new LockAttempt.Acquired(new Lock(connection, autoCommit, driver, owned(config.table(), scope)));
			}
			String holder = holder(connection, config.table(), scope);
			giveBack(connection, autoCommit, driver);
			return new LockAttempt.HeldBy(holder);
		}
		catch (SQLException ex) {
			giveUp(connection, driver);
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

	private static void giveBack(Connection connection, boolean autoCommit, Unprepared driver) {
		try {
			connection.rollback();
			connection.setAutoCommit(autoCommit);
		}
		catch (SQLException ex) {
			// The server has ended the transaction, and the lock with it.
		}
		finally {
			driver.undo();
			closeQuietly(connection);
		}
	}

	/** A connection whose transaction failed goes back to no pool as it is. */
	private static void giveUp(@Nullable Connection connection, @Nullable Unprepared driver) {
		try {
			if (connection != null) {
				connection.rollback();
			}
		}
		catch (SQLException ex) {
			// The server has ended the transaction.
		}
		if (driver != null) {
			driver.undo();
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

	/**
	 * A lock that a run of ours holds.
	 *
	 * @param table the table
	 * @param lane the lane of it
	 */
	private record OwnLock(RelationName table, Lane lane) {
	}

	/** The open transaction that holds the lock. */
	private static final class Lock implements TableLock {

		private static final int ANSWER_MILLIS = 5000;

		private final Connection connection;

		private final boolean autoCommit;

		private final Unprepared driver;

		private final Runnable leave;

		Lock(Connection connection, boolean autoCommit, Unprepared driver, Runnable leave) {
			this.connection = connection;
			this.autoCommit = autoCommit;
			this.driver = driver;
			this.leave = leave;
		}

		/**
		 * A statement must come back, and soon: where the transaction has failed or
		 * ended, the lock is gone with it.
		 */
		@Override
		public boolean isHeld() {
			try {
				int answer = this.connection.getNetworkTimeout();
				this.connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
				try {
					Session.execute(this.connection, FORGET);
				}
				finally {
					this.connection.setNetworkTimeout(Runnable::run, answer);
				}
				return true;
			}
			catch (SQLException ex) {
				return false;
			}
		}

		@Override
		public Optional<Connection> lend() {
			return Optional.of(this.connection);
		}

		@Override
		public void close() {
			giveBack(this.connection, this.autoCommit, this.driver);
			this.leave.run();
		}

	}

}
