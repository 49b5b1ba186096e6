package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * Statements on a connection of our own, with settings that end with the transaction: no
 * session state is left behind in a pool.
 */
final class Session {

	private static final String TIMEOUTS = "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')";

	private static final String SET_TIMEOUTS = "SELECT set_config('lock_timeout', ?, false),"
			+ " set_config('statement_timeout', ?, false)";

	private static final String SET_LOCALLY = "SELECT set_config('lock_timeout', ?, true),"
			+ " set_config('statement_timeout', ?, true), set_config('TimeZone', ?, true),"
			+ " set_config('DateStyle', 'ISO, YMD', true), set_config('standard_conforming_strings', 'on', true),"
			+ " set_config('row_security', 'off', true)";

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
		return inTransaction("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", work);
	}

	/** One transaction whose statements all see the same. */
	<T> T inSnapshot(Work<T> work) throws SQLException {
		return inTransaction("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", work);
	}

	/** The same in a transaction that cannot write. */
	<T> T inReadOnlySnapshot(Work<T> work) throws SQLException {
		return inTransaction("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", work);
	}

	private <T> T inTransaction(String isolation, Work<T> work) throws SQLException {
		try (Connection connection = connection()) {
			boolean autoCommit = connection.getAutoCommit();
			begin(connection);
			T result;
			try {
				execute(connection, isolation);
				setLocally(connection);
				result = work.on(connection);
				connection.commit();
			}
			catch (SQLException | RuntimeException | Error ex) {
				rollback(connection, autoCommit, ex);
				throw ex;
			}
			connection.setAutoCommit(autoCommit);
			return result;
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
	void inAutoCommit(String sql) throws SQLException {
		try (Connection connection = connection()) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(true);
			String[] before = queryRow(connection, TIMEOUTS,
					(row) -> new String[] { row.getString(1), row.getString(2) });
			try {
				setTimeouts(connection, lockTimeout(), statementTimeout());
				execute(connection, sql);
			}
			finally {
				giveBack(connection, before, autoCommit);
			}
		}
	}

	private static void giveBack(Connection connection, String[] timeouts, boolean autoCommit) throws SQLException {
		try {
			setTimeouts(connection, timeouts[0], timeouts[1]);
			connection.setAutoCommit(autoCommit);
		}
		catch (SQLException ex) {
			connection.abort(Runnable::run);
		}
	}

	private static void setTimeouts(Connection connection, String lock, String statement) throws SQLException {
		queryRow(connection, SET_TIMEOUTS, (row) -> row.getString(1), lock, statement);
	}

	private void setLocally(Connection connection) throws SQLException {
		queryRow(connection, SET_LOCALLY, (row) -> row.getString(1), lockTimeout(), statementTimeout(),
				this.settings.timeZone().getId());
	}

	private String lockTimeout() {
		return this.settings.lockTimeout().toMillis() + "ms";
	}

	private String statementTimeout() {
		return this.settings.statementTimeout().toMillis() + "ms";
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
	}

	/** Sends one statement as it stands; nothing in it is a parameter or an escape. */
	static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(sql);
		}
	}

	/** Runs a query and reads its only row; {@code null} without one. */
	static <T extends @Nullable Object> T queryRow(Connection connection, String sql, RowReader<T> reader,
			Object... arguments) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < arguments.length; i++) {
				statement.setObject(i + 1, arguments[i]);
			}
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return reader.read(row);
			}
		}
	}

	/** What is done on a connection. */
	@FunctionalInterface
	interface Work<T> {

		T on(Connection connection) throws SQLException;

	}

	/** Reads a row. */
	@FunctionalInterface
	interface RowReader<T extends @Nullable Object> {

		T read(ResultSet row) throws SQLException;

	}

}
