package io.partsmith.testing;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

import javax.sql.DataSource;

import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Unpooled connections of a test's database, prepared or sabotaged. */
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

	/**
	 * Connections of which one loses its server process, at one of the points at which
	 * that makes a difference: before each call that goes to the server, and after a call
	 * that ends a transaction. Points are counted from the first lock on a table.
	 * @param doomed the number of the point, counted from 1
	 * @param points counts the points that were passed
	 * @return a data source
	 */
	public DataSource killedAt(int doomed, AtomicInteger points) {
		AtomicBoolean counting = new AtomicBoolean();
		return ProxyDataSourceBuilder.create(this).beforeMethod((call) -> {
			String sql = sql(call);
			if (sql != null && sql.startsWith("LOCK TABLE")) {
				counting.set(true);
			}
			if (counting.get() && sql != null && points.incrementAndGet() == doomed) {
				kill(call.getTarget());
			}
		}).afterMethod((call) -> {
			String sql = sql(call);
			if (counting.get() && sql != null && (sql.equals("commit") || sql.endsWith("CONCURRENTLY"))
					&& points.incrementAndGet() == doomed) {
				kill(call.getTarget());
			}
		}).build();
	}

	/**
	 * What goes to the server; empty for a prepared statement, {@code null} for nothing.
	 */
	private static @Nullable String sql(MethodExecutionContext call) {
		String method = call.getMethod().getName();
		Object[] arguments = call.getMethodArgs();
		if (method.equals("commit")) {
			return method;
		}
		if (!method.startsWith("execute")) {
			return null;
		}
		return (arguments != null && arguments.length > 0) ? String.valueOf(arguments[0]) : "";
	}

	private void kill(Object target) {
		try {
			Connection connection = (target instanceof Connection own) ? own : ((Statement) target).getConnection();
			int pid = connection.unwrap(PGConnection.class).getBackendPID();
			this.database.queryStrings("SELECT pg_terminate_backend(?)", pid);
			Long left;
			do {
				left = this.database.queryOne("SELECT count(*) FROM pg_stat_activity WHERE pid = ?", pid);
			}
			while (left != null && left > 0);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
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
