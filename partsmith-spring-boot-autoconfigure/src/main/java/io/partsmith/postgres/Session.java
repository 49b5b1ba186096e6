package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * Statements on a connection of our own, with settings that end with the transaction: no
 * session state is left behind in a pool.
 */
final class Session {

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

	/** One read-only transaction whose statements all see the same. */
	<T> T inSnapshot(Work<T> work) throws SQLException {
		return inTransaction("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", work);
	}

	private <T> T inTransaction(String isolation, Work<T> work) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(false);
			T result;
			try {
				execute(connection, isolation);
				apply(connection, true);
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
	 * local; they are reset, and a connection on which that fails is given up.
	 */
	void inAutoCommit(String sql) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(true);
			try {
				apply(connection, false);
				execute(connection, sql);
			}
			finally {
				reset(connection, autoCommit);
			}
		}
	}

	private static void reset(Connection connection, boolean autoCommit) throws SQLException {
		try {
			execute(connection, "RESET lock_timeout");
			execute(connection, "RESET statement_timeout");
			connection.setAutoCommit(autoCommit);
		}
		catch (SQLException ex) {
			connection.abort(Runnable::run);
		}
	}

	private void apply(Connection connection, boolean local) throws SQLException {
		String zone = local ? ", set_config('TimeZone', ?, true), set_config('DateStyle', 'ISO, YMD', true),"
				+ " set_config('standard_conforming_strings', 'on', true)" : "";
		try (PreparedStatement statement = connection.prepareStatement(
				"SELECT set_config('lock_timeout', ?, ?), set_config('statement_timeout', ?, ?)" + zone)) {
			statement.setString(1, this.settings.lockTimeout().toMillis() + "ms");
			statement.setBoolean(2, local);
			statement.setString(3, this.settings.statementTimeout().toMillis() + "ms");
			statement.setBoolean(4, local);
			if (local) {
				statement.setString(5, this.settings.timeZone().getId());
			}
			statement.execute();
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
