package io.partsmith.testing;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.logging.Logger;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/** Unpooled connections of a test's database, prepared or as they come. */
public final class Connections implements DataSource {

	private final PostgresDatabase database;

	private final String[] preparation;

	private Connections(PostgresDatabase database, String... preparation) {
		this.database = database;
		this.preparation = preparation;
	}

	public static Connections of(PostgresDatabase database) {
		return new Connections(database);
	}

	/**
	 * Connections on which some statements ran first.
	 * @param sql the statements
	 * @return a data source
	 */
	public DataSource prepared(String... sql) {
		return new Connections(this.database, sql);
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = this.database.connect();
		if (this.preparation.length > 0) {
			try (Statement statement = connection.createStatement()) {
				for (String sql : this.preparation) {
					statement.execute(sql);
				}
			}
		}
		return connection;
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		throw new SQLFeatureNotSupportedException();
	}

	@Override
	public @Nullable PrintWriter getLogWriter() {
		return null;
	}

	@Override
	public void setLogWriter(PrintWriter out) {
	}

	@Override
	public void setLoginTimeout(int seconds) {
	}

	@Override
	public int getLoginTimeout() {
		return 0;
	}

	@Override
	public Logger getParentLogger() throws SQLFeatureNotSupportedException {
		throw new SQLFeatureNotSupportedException();
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		throw new SQLFeatureNotSupportedException();
	}

	@Override
	public boolean isWrapperFor(Class<?> type) {
		return false;
	}

}
