package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.partsmith.postgres.LockLimits;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Many maintainers, writers, readers and somebody with DDL of his own, all at once. */
@PostgresTest
class CrowdTest {

	private static final int MAINTAINERS = 8;

	private static final LockLimits PATIENT = new LockLimits(Duration.ofMillis(100), 200, Duration.ofMinutes(5),
			Duration.ofMillis(200));

	private final AtomicBoolean stop = new AtomicBoolean();

	private final AtomicLong written = new AtomicLong();

	/** What went wrong in a session of the application. */
	private final List<String> failures = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Future<?>> application = new ArrayList<>();

	private volatile int day = 1;

	private PostgresDatabase db;

	@BeforeEach
	void begin(PostgresDatabase database) {
		this.db = database;
		database.execute(Tables.M);
		Engine.on(database, noon(1)).run(table());
		writer();
		writer();
		session((statement) -> statement.execute("SELECT count(*) FROM t"));
	}

	@AfterEach
	void end() {
		this.stop.set(true);
		this.threads.shutdownNow();
	}

	private static TablePartitionConfig table() {
		return Tables.m(Granularity.DAY, Tables.aheadKeep(3, 3));
	}

	private static String noon(int day) {
		return "2026-08-%02dT12:00:00Z".formatted(day);
	}

	private void writer() {
		session((statement) -> {
			statement.execute("INSERT INTO t (created_at) VALUES ('" + noon(this.day) + "')");
			this.written.incrementAndGet();
		});
	}

	/** A session of the application, which must never be refused, nor wait for long. */
	private void session(Work work) {
		this.application.add(this.threads.submit(() -> {
			try (Connection connection = this.db.connect(); Statement statement = connection.createStatement()) {
				statement.execute("SET statement_timeout = '20s'");
				while (!this.stop.get()) {
					work.on(statement);
				}
			}
			catch (SQLException ex) {
				this.failures.add(ex.getSQLState() + " " + ex.getMessage());
			}
		}));
	}

	private Engine maintainer() {
		return Engine.on(this.db, noon(this.day)).over(Connections.of(this.db)).with(PATIENT);
	}

	private void applicationGoesHome() throws Exception {
		this.stop.set(true);
		for (Future<?> session : this.application) {
			session.get(30, TimeUnit.SECONDS);
		}
		assertThat(this.failures).isEmpty();
		assertThat(this.written.get()).isGreaterThan(10);
		assertThat(this.db.queryStrings("SELECT l.mode || ' ' || l.locktype FROM pg_locks AS l JOIN pg_database AS d"
				+ " ON d.oid = l.database WHERE d.datname = current_database() AND l.pid <> pg_backend_pid()"))
			.isEmpty();
		assertThat(this.db.queryStrings("SELECT query FROM pg_stat_activity WHERE datname = current_database()"
				+ " AND state LIKE 'idle in transaction%'"))
			.isEmpty();
	}

	@Test
	void eightMaintainersDoTheWorkOnce() throws Exception {
		for (int next = 2; next <= 7; next++) {
			this.day = next;
			Callable<MaintenanceResult> run = () -> maintainer().run(table());
			List<MaintenanceResult> results = new ArrayList<>();
			for (Future<MaintenanceResult> future : this.threads.invokeAll(Collections.nCopies(MAINTAINERS, run))) {
				results.add(future.get());
			}
			assertThat(results).allSatisfy((result) -> assertThat(result.success()).as("%s", result.error()).isTrue());
			assertThat(results.stream().mapToInt(MaintenanceResult::createdCount).sum()).isEqualTo(1);
			// The fourth day is the first on which one expires.
			int expired = (next > 3) ? 1 : 0;
			assertThat(results.stream().mapToInt(MaintenanceResult::detachedCount).sum()).isEqualTo(expired);
			assertThat(results.stream().mapToInt(MaintenanceResult::droppedCount).sum()).isEqualTo(expired);
			assertThat(maintainer().run(table()).outcome()).isEqualTo(Outcome.CONVERGED);
		}
		applicationGoesHome();
		assertThat(CatalogProbe.of(this.db).tables("public")).containsExactly("t", "t__2026_08_05", "t__2026_08_06",
				"t__2026_08_07", "t__2026_08_08", "t__2026_08_09");
	}

	/** Statements that a migration sends, or a person in psql. */
	@Test
	void aMaintainerBesideDdlByHandBreaksNothing() throws Exception {
		List<String> byHand = List.of("ALTER TABLE t ADD COLUMN extra text", "CREATE INDEX extra_idx ON t (extra)",
				"ANALYZE t", "CREATE TABLE old (LIKE t INCLUDING ALL)",
				"ALTER TABLE t ATTACH PARTITION old FOR VALUES FROM ('2020-01-01Z') TO ('2020-02-01Z')",
				"ALTER TABLE t DETACH PARTITION old CONCURRENTLY", "DROP TABLE old", "DROP INDEX extra_idx",
				"ALTER TABLE t DROP COLUMN extra");
		AtomicLong rounds = new AtomicLong();
		session((statement) -> {
			for (String sql : byHand) {
				untilNoOtherIsDetached(statement, sql);
			}
			rounds.incrementAndGet();
		});
		for (int next = 2; next <= 9; next++) {
			this.day = next;
			MaintenanceResult result = maintainer().run(table());
			assertThat(result.success()).as("%s", result.error()).isTrue();
		}
		applicationGoesHome();
		MaintenanceResult settled = maintainer().run(table());
		assertThat(settled.success()).as("%s", settled.error()).isTrue();
		assertThat(rounds.get()).isPositive();
		assertThat(CatalogProbe.of(this.db).tables("public")).containsExactly("t", "t__2026_08_07", "t__2026_08_08",
				"t__2026_08_09", "t__2026_08_10", "t__2026_08_11");
	}

	/**
	 * PostgreSQL lets only one partition of a table be detached concurrently (55000). One
	 * of ours cannot end while the table has the extra column that came in between
	 * (42804), so that whoever is to go home waits for it no longer.
	 */
	private void untilNoOtherIsDetached(Statement statement, String sql) throws SQLException {
		for (boolean done = false; !done;) {
			try {
				statement.execute(sql);
				done = true;
			}
			catch (SQLException ex) {
				if (!"55000".equals(ex.getSQLState())) {
					throw ex;
				}
				done = this.stop.get();
			}
		}
	}

	/** What a session repeats. */
	@FunctionalInterface
	private interface Work {

		void on(Statement statement) throws SQLException;

	}

}
