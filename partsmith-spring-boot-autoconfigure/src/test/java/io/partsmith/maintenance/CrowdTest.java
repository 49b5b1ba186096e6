package io.partsmith.maintenance;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.partsmith.postgres.LockLimits;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.ApplicationLoad;
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

	private final AtomicLong written = new AtomicLong();

	private volatile int day = 1;

	private PostgresDatabase db;

	private ApplicationLoad application;

	@BeforeEach
	void begin(PostgresDatabase database) {
		this.db = database;
		database.execute(Tables.M);
		Engine.on(database, noon(1)).run(table());
		this.application = new ApplicationLoad(database);
		writer();
		writer();
		this.application.session((statement) -> statement.execute("SELECT count(*) FROM t"));
	}

	@AfterEach
	void end() {
		this.application.close();
	}

	private static TablePartitionConfig table() {
		return Tables.m(Granularity.DAY, Tables.aheadKeep(3, 3));
	}

	private static String noon(int day) {
		return "2026-08-%02dT12:00:00Z".formatted(day);
	}

	private void writer() {
		this.application.session((statement) -> {
			statement.execute("INSERT INTO t (created_at) VALUES ('" + noon(this.day) + "')");
			this.written.incrementAndGet();
		});
	}

	private Engine maintainer() {
		return Engine.on(this.db, noon(this.day)).over(Connections.of(this.db)).with(PATIENT);
	}

	private void applicationGoesHome() throws Exception {
		this.application.goesHome();
		assertThat(this.written.get()).isGreaterThan(10);
	}

	@Test
	void eightMaintainersDoTheWorkOnce() throws Exception {
		for (int next = 2; next <= 7; next++) {
			this.day = next;
			Callable<MaintenanceResult> run = () -> maintainer().run(table());
			List<MaintenanceResult> results = this.application.atOnce(Collections.nCopies(MAINTAINERS, run));
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
		this.application.session((statement) -> {
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
	 * (42804), so that whoever is to go home waits for it no longer. Nobody asks again
	 * without a pause: FINALIZE waits for every snapshot, and would make way for each.
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
				done = this.application.isOver();
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
			}
		}
	}

}
