package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * Statements on a connection of our own, with settings that end with the transaction: no
 * session state is left behind in a pool.
 */
final class Session {

	/** Stands between statements that go to the server together. */
	static final String THEN = ";\n";

	/**
	 * PostgreSQL's own functions come first, as they do wherever nobody says otherwise.
	 */
	static final String PATH = "CASE WHEN pg_catalog.strpos(pg_catalog.current_setting('search_path'), 'pg_catalog') > 1 THEN"
			+ " pg_catalog.set_config('search_path', 'pg_catalog, ' || pg_catalog.current_setting('search_path'), true) END";

	private static final String BEFORE = "SELECT pg_catalog.pg_backend_pid(), pg_catalog.current_setting('lock_timeout'),"
			+ " pg_catalog.current_setting('statement_timeout'), pg_catalog.current_setting('application_name'),"
			+ " pg_catalog.current_setting('transaction_timeout', true)" + THEN;

	private static final String SET = "SELECT pg_catalog.set_config('lock_timeout', ?, false),"
			+ " pg_catalog.set_config('statement_timeout', ?, false), pg_catalog.set_config('application_name', ?, false),"
			+ " CASE WHEN pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL THEN"
			+ " pg_catalog.set_config('transaction_timeout', ?, false) END";

	/**
	 * The estimates of a recursive query reach billions of rows, for which PostgreSQL
	 * would compile what reads a few thousand. Whoever limits whole transactions, from 17
	 * on, has his own in mind: each statement of ours has its limit. And functions of
	 * somebody else's must not stand before those of PostgreSQL.
	 */
	private static final String SET_LOCALLY = THEN
			+ "SELECT pg_catalog.pg_backend_pid(), extract(epoch FROM pg_catalog.now())::text,"
			+ " pg_catalog.set_config('lock_timeout', ?, true), pg_catalog.set_config('statement_timeout', ?, true),"
			+ " pg_catalog.set_config('TimeZone', ?, true), pg_catalog.set_config('DateStyle', 'ISO, YMD', true),"
			+ " pg_catalog.set_config('standard_conforming_strings', 'on', true), pg_catalog.set_config('row_security', 'off', true),"
			+ " pg_catalog.set_config('jit', 'off', true), CASE WHEN pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL THEN"
			+ " pg_catalog.set_config('transaction_timeout', '0', true) END, " + Session.PATH;

	/**
	 * Between two statements of ours nothing takes time; where we stand still all the
	 * same, the server must not keep our locks.
	 */
	private static final String SET_FOR_LOCKS = ", pg_catalog.set_config('application_name', ?, true),"
			+ " pg_catalog.set_config('idle_in_transaction_session_timeout', '10s', true)";

	static final String READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";

	private final DataSource dataSource;

	private final ExecutionSettings settings;

	Session(DataSource dataSource, ExecutionSettings settings) {
		this.dataSource = dataSource;
		this.settings = settings;
	}

	ExecutionSettings settings() {
		return this.settings;
	}

	/**
	 * One transaction; rolled back whatever goes wrong. Each statement sees what is there
	 * when it begins, also where the role's default is another isolation: a check made
	 * under a lock must not read a snapshot from before it.
	 */
	<T> T inTransaction(Work<T> work) throws SQLException {
		return inTransaction((connection) -> setLocally(connection, READ_COMMITTED), work);
	}

	/** The same, watched from its first lock to just before its commit. */
	<T> T inTransaction(Watched attempt, Work<T> work) throws SQLException {
		return inTransaction((connection) -> setForLocks(connection, attempt), (connection) -> {
			try {
				return work.on(connection);
			}
			finally {
				attempt.end();
			}
		});
	}

	/**
	 * The same, on a node that the dialect accepts.
	 * @param itsSettings what the dialect wants set, by the lock timeout of this attempt
	 */
	<T> T inTransaction(Watched attempt, Dialect dialect, Function<Duration, List<String>> itsSettings, Work<T> work)
			throws SQLException {
		return inTransaction(attempt, (connection) -> {
			dialect.verify(connection);
			execute(connection, itsSettings.apply(attempt.chosenTimeout()));
			return work.on(connection);
		});
	}

	/** One transaction whose statements all see the same. */
	<T> T inSnapshot(Work<T> work) throws SQLException {
		return inTransaction((connection) -> setLocally(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"),
				work);
	}

	/** The same, of what is there once a lock is held: LOCK itself takes no snapshot. */
	<T> T inSnapshotBehind(String lock, Work<T> work) throws SQLException {
		String begin = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ" + THEN + "SET LOCAL lock_timeout = '"
				+ millis(this.settings.locks().timeout()) + "'" + THEN + lock;
		return inTransaction((connection) -> setLocally(connection, begin), work);
	}

	/** The same in a transaction that cannot write. */
	<T> T inReadOnlySnapshot(Work<T> work) throws SQLException {
		return inTransaction(
				(connection) -> setLocally(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"),
				work);
	}

	private <T> T inTransaction(Settings begin, Work<T> work) throws SQLException {
		return unprepared((connection) -> {
			boolean autoCommit = connection.getAutoCommit();
			begin(connection);
			T result;
			try {
				begin.set(connection);
				result = work.on(connection);
				connection.commit();
			}
			catch (SQLException | RuntimeException | Error ex) {
				rollback(connection, autoCommit, ex);
				throw ex;
			}
			connection.setAutoCommit(autoCommit);
			return result;
		});
	}

	private <T> T unprepared(Work<T> work) throws SQLException {
		try (Connection connection = connection()) {
			Unprepared driver = Unprepared.on(connection);
			try {
				return work.on(connection);
			}
			finally {
				driver.undo();
			}
		}
	}

	/**
	 * Begins a transaction that is really new: where a pool hands its connections out
	 * without auto-commit, what it did on one itself has begun one already.
	 */
	static void begin(Connection connection) throws SQLException {
		connection.setAutoCommit(true);
		connection.setAutoCommit(false);
	}

	private static void rollback(Connection connection, boolean autoCommit, Throwable ex) {
		try {
			connection.rollback();
			connection.setAutoCommit(autoCommit);
		}
		catch (SQLException broken) {
			ex.addSuppressed(broken);
		}
	}

	/**
	 * One statement that PostgreSQL refuses inside a transaction. Its settings cannot be
	 * local; they get the values back that they had, which need not be the server's
	 * defaults, and a connection on which that fails is given up.
	 */
	void inAutoCommit(Watched attempt, String sql) throws SQLException {
		inAutoCommit(attempt, sql, (connection) -> execute(connection, sql));
	}

	/**
	 * The same with something around the statement.
	 * @param sql the statement, by which the watch knows that it is being carried out
	 */
	void inAutoCommit(Watched attempt, String sql, Statements around) throws SQLException {
		autoCommitting((connection) -> {
			Object[] before = new Object[4];
			int pid = queryRow(connection, BEFORE + SET, (row) -> {
				for (int i = 0; i < before.length; i++) {
					before[i] = row.getString(i + 2);
				}
				return row.getInt(1);
			}, millis(attempt.lockTimeout()), millis(this.settings.statementTimeout()), attempt.application(), "0");
			try {
				attempt.begin(connection, Backend.executing(pid, sql));
				around.send(connection);
			}
			finally {
				attempt.end();
				giveBack(connection, before);
			}
			return true;
		});
	}

	/** Each statement is a transaction of its own. */
	void autoCommitting(Work<Boolean> work) throws SQLException {
		unprepared((connection) -> {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(true);
			try {
				return work.on(connection);
			}
			finally {
				if (!connection.isClosed()) {
					connection.setAutoCommit(autoCommit);
				}
			}
		});
	}

	private static void giveBack(Connection connection, Object[] before) throws SQLException {
		try {
			queryRow(connection, SET, (row) -> row.getString(1), before);
		}
		catch (SQLException ex) {
			connection.abort(Runnable::run);
		}
	}

	private void setLocally(Connection connection, String isolation) throws SQLException {
		queryRow(connection, isolation + SET_LOCALLY, (row) -> row.getString(1),
				millis(this.settings.locks().timeout()), millis(this.settings.statementTimeout()),
				this.settings.timeZone().getId());
	}

	private void setForLocks(Connection connection, Watched attempt) throws SQLException {
		attempt.begin(connection, queryRow(connection, READ_COMMITTED + SET_LOCALLY + SET_FOR_LOCKS,
				(row) -> Backend.inTransaction(row.getInt(1), row.getString(2)), millis(attempt.lockTimeout()),
				millis(this.settings.statementTimeout()), this.settings.timeZone().getId(), attempt.application()));
	}

	private static String millis(Duration timeout) {
		return timeout.toMillis() + "ms";
	}

	/** A run holds one connection for its lock and needs another one for its work. */
	private Connection connection() throws SQLException {
		try {
			return this.dataSource.getConnection();
		}
		catch (SQLTransientConnectionException ex) {
			throw new SQLTransientConnectionException(ex.getMessage()
					+ " (either the database does not answer, or the pool has no room for the two connections that a run needs at"
					+ " once)", ex.getSQLState(), ex);
		}
		catch (RuntimeException ex) {
			// HikariCP's first connection fails in its own way.
			throw new SQLNonTransientConnectionException("The data source gives no connection: " + ex.getMessage(),
					"08001", ex);
		}
	}

	/** Sends one statement as it stands; nothing in it is a parameter or an escape. */
	static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(sql);
		}
	}

	static void execute(Connection connection, List<String> statements) throws SQLException {
		for (String statement : statements) {
			execute(connection, statement);
		}
	}

	/**
	 * Runs a query and reads its only row, or the state of having none. Of several
	 * statements, which go to the server together, the first that is a query counts.
	 */
	static <T extends @Nullable Object> T queryRow(Connection connection, String sql, RowReader<T> reader,
			Object... arguments) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < arguments.length; i++) {
				statement.setObject(i + 1, arguments[i]);
			}
			try (ResultSet row = firstRows(statement, statement.execute())) {
				row.next();
				return reader.read(row);
			}
		}
	}

	/** The rows of the first of several statements that is a query. */
	static ResultSet firstRows(Statement statement, boolean query) throws SQLException {
		for (boolean found = query; !found; found = statement.getMoreResults()) {
			if (statement.getUpdateCount() == -1) {
				throw new SQLException("No statement was a query");
			}
		}
		return statement.getResultSet();
	}

	/** What is done on a connection. */
	@FunctionalInterface
	interface Work<T> {

		T on(Connection connection) throws SQLException;

	}

	/** Statements that answer nothing. */
	@FunctionalInterface
	interface Statements {

		void send(Connection connection) throws SQLException;

	}

	/** What a transaction begins with. */
	@FunctionalInterface
	private interface Settings {

		void set(Connection connection) throws SQLException;

	}

	/** Reads a row. */
	@FunctionalInterface
	interface RowReader<T extends @Nullable Object> {

		T read(ResultSet row) throws SQLException;

	}

}
