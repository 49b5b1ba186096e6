package io.partsmith.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A session of an application, whose statements may be sent without waiting for them. */
public final class Sessions implements AutoCloseable {

	private final PostgresDatabase database;

	private final Connection connection;

	private Sessions(PostgresDatabase database, Connection connection) {
		this.database = database;
		this.connection = connection;
	}

	/**
	 * A session in a transaction.
	 * @param database the database
	 * @param name its {@code application_name}
	 * @return the session
	 */
	public static Sessions named(PostgresDatabase database, String name) throws SQLException {
		Sessions session = new Sessions(database, database.connect());
		session.run("SET application_name = '" + name + "'");
		session.run("SET statement_timeout = '20s'");
		session.connection.setAutoCommit(false);
		return session;
	}

	public int pid() throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
			row.next();
			return row.getInt(1);
		}
	}

	public void run(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/** A statement that may have to wait; the future fails as the statement does. */
	public CompletableFuture<Void> send(String sql) {
		return CompletableFuture.runAsync(() -> {
			try {
				run(sql);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	/**
	 * Returns when a session waits for a lock, and fails if none does within a minute.
	 */
	public static void awaitWaiting(PostgresDatabase database, String nameLike) {
		long begin = System.nanoTime();
		while (!isWaiting(database, nameLike)) {
			if (System.nanoTime() - begin > TimeUnit.MINUTES.toNanos(1)) {
				throw new AssertionError("No session like " + nameLike + " waited for a lock");
			}
		}
	}

	private static boolean isWaiting(PostgresDatabase database, String nameLike) {
		return database.<Long>queryOne("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
				+ " AND wait_event_type = 'Lock' AND application_name LIKE ?", nameLike) > 0;
	}

	public void awaitWaiting(String nameLike) {
		awaitWaiting(this.database, nameLike);
	}

	/** Like the other, for a statement that may be through before anybody looks. */
	public void awaitWaiting(String nameLike, CompletableFuture<Void> statement) {
		while (!statement.isDone() && !isWaiting(this.database, nameLike)) {
			Thread.onSpinWait();
		}
	}

	public void rollback() throws SQLException {
		this.connection.rollback();
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
