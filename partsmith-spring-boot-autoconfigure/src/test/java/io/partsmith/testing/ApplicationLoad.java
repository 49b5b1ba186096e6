package io.partsmith.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions of an application, each of which repeats its work until all go home, and
 * maintainers beside them. None of the sessions may ever be refused, nor wait for 20
 * seconds.
 */
public final class ApplicationLoad implements AutoCloseable {

	private final PostgresDatabase db;

	private final AtomicBoolean stop = new AtomicBoolean();

	private final List<String> failures = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Future<?>> sessions = new ArrayList<>();

	public ApplicationLoad(PostgresDatabase db) {
		this.db = db;
	}

	/** Begins a session. */
	public void session(Work work) {
		this.sessions.add(this.threads.submit(() -> repeat(work)));
	}

	private void repeat(Work work) {
		try (Connection connection = this.db.connect(); Statement statement = connection.createStatement()) {
			statement.execute("SET statement_timeout = '20s'");
			while (!this.stop.get()) {
				work.on(statement);
			}
		}
		catch (SQLException ex) {
			this.failures.add(ex.getSQLState() + " " + ex.getMessage());
		}
	}

	/** Does things at the same time, and answers when all are done. */
	public <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
		List<T> results = new ArrayList<>();
		for (Future<T> call : this.threads.invokeAll(calls)) {
			results.add(call.get());
		}
		return results;
	}

	public boolean isOver() {
		return this.stop.get();
	}

	/** Ends all sessions. None has failed, and none left a lock or a transaction. */
	public void goesHome() throws Exception {
		this.stop.set(true);
		for (Future<?> session : this.sessions) {
			session.get(30, TimeUnit.SECONDS);
		}
		assertThat(this.failures).isEmpty();
		assertThat(this.db.queryStrings("SELECT l.mode || ' ' || l.locktype FROM pg_locks AS l JOIN pg_database AS d"
				+ " ON d.oid = l.database WHERE d.datname = current_database() AND l.pid <> pg_backend_pid()"))
			.isEmpty();
		assertThat(this.db.queryStrings("SELECT query FROM pg_stat_activity WHERE datname = current_database()"
				+ " AND state LIKE 'idle in transaction%'"))
			.isEmpty();
	}

	@Override
	public void close() {
		this.stop.set(true);
		this.threads.shutdownNow();
	}

	/** What a session repeats. */
	@FunctionalInterface
	public interface Work {

		void on(Statement statement) throws SQLException;

	}

}
