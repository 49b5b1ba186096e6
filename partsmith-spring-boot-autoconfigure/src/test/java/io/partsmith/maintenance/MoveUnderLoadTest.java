package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.partsmith.execution.Issue;
import io.partsmith.plan.FindingCode;
import io.partsmith.postgres.LockLimits;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows that are written all the time move under the limits that nobody configured. */
@PostgresTest
class MoveUnderLoadTest {

	private static final String TODAY = "2026-08-26T10:00:00Z";

	private static final TablePartitionConfig T = Tables.monthly(Tables.ahead(1));

	/**
	 * Runs that a window may take, ten minutes apart where nobody configures otherwise.
	 */
	private static final int RUNS = 5;

	private static final int MANY = 60_000;

	private final AtomicBoolean going = new AtomicBoolean(true);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private PostgresDatabase db;

	@AfterEach
	void end() throws InterruptedException {
		this.going.set(false);
		this.threads.shutdownNow();
		this.threads.awaitTermination(20, TimeUnit.SECONDS);
	}

	private void fill(PostgresDatabase database, int rows) {
		this.db = database;
		this.db.execute(Tables.M, "CREATE TABLE rest PARTITION OF t DEFAULT",
				"INSERT INTO t (created_at, payload) SELECT '2026-08-02Z'::timestamptz + g * interval '1 second', ''"
						+ " FROM generate_series(1, " + rows + ") AS g");
	}

	private MaintenanceResult runUntilDone() {
		MaintenanceResult result = Engine.on(this.db, TODAY).with(LockLimits.DEFAULT).run(T);
		for (int run = 1; run < RUNS && !result.success(); run++) {
			result = Engine.on(this.db, TODAY).with(LockLimits.DEFAULT).run(T);
		}
		this.going.set(false);
		return result;
	}

	private void assertThatAllAreThere(long rows, long changes) {
		CatalogProbe catalog = CatalogProbe.of(this.db);
		assertThat(catalog.rows("rest")).isZero();
		assertThat(catalog.rows("t__2026_08")).isEqualTo(rows);
		assertThat(catalog.rows("(SELECT DISTINCT id FROM t) AS once")).isEqualTo(rows);
		assertThat(this.db.<Long>queryOne("SELECT sum(length(payload)) FROM t")).isEqualTo(changes);
		assertThat(catalog.tables("public")).containsExactly("rest", "t", "t__2026_08");
	}

	/**
	 * Whoever changes a row that is deleted already has the next attempt delete later.
	 */
	@Test
	void rowsThatAreInsertedChangedAndDeletedAllTheTimeConverge(PostgresDatabase database) throws Exception {
		fill(database, 5_000);
		Future<Long> inserted = start(() -> insert(1));
		Future<Long> more = start(() -> insert(5));
		Future<Long> updated = start(() -> change("UPDATE t SET payload = payload || '+' WHERE id = ?", 1, 2_500));
		Future<Long> deleted = start(() -> change("DELETE FROM t WHERE id = ?", 2_501, 5_000));
		MaintenanceResult result = runUntilDone();
		assertThat(result.error()).isNull();
		assertThatAllAreThere(5_000 + inserted.get() + more.get() - deleted.get(), updated.get());
		assertThat(inserted.get() * updated.get() * deleted.get()).isPositive();
	}

	/** So many that to delete them behind the lock would take too long. */
	@Test
	void manyRowsConvergeWhereOthersAreOnlyInserted(PostgresDatabase database) throws Exception {
		fill(database, MANY);
		List<Future<Long>> inserted = Stream.generate(() -> start(() -> insert(1))).limit(4).toList();
		MaintenanceResult result = runUntilDone();
		assertThat(result.error()).isNull();
		long rows = MANY;
		for (Future<Long> each : inserted) {
			rows += each.get();
		}
		assertThatAllAreThere(rows, 0);
	}

	@Test
	void aDefaultThatTakesTooLongToScanIsToldOfWithItsRowsAndAWayOut(PostgresDatabase database) throws Exception {
		this.db = database;
		this.db.execute("CREATE TABLE t (created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)",
				"CREATE UNLOGGED TABLE rest PARTITION OF t DEFAULT",
				"INSERT INTO rest SELECT '2020-08-02Z' FROM generate_series(1, 2000000)", "ANALYZE rest");
		Future<Long> inserted = start(
				() -> repeat("INSERT INTO t SELECT '2020-08-03Z' FROM generate_series(1, ?)", 1, 1, 1));
		MaintenanceResult result = Engine.on(this.db, TODAY)
			.with(new LockLimits(Duration.ofMillis(300), 2, Duration.ofMinutes(1), Duration.ofMillis(1)))
			.run(T);
		this.going.set(false);
		assertThat(inserted.get()).isPositive();
		assertThat(result.success()).isFalse();
		assertThat(result.locks().inflictedMillis()).isPositive();
		Issue issue = result.issues()
			.stream()
			.filter((one) -> one.code() == FindingCode.LOCK_NOT_AVAILABLE)
			.findFirst()
			.orElseThrow();
		// Rows that a session tells of behind an ANALYZE count twice until the next one.
		assertThat(issue.message()).contains("it made way 2 time(s)")
			.containsPattern("scans public.rest with its about [24]\\d{6} row");
		assertThat(issue.next()).contains("partitionData(10_000)", "max-inflicted");
		assertThat(CatalogProbe.of(this.db).tables("public")).containsExactly("rest", "t");
	}

	private Future<Long> start(Callable<Long> work) {
		return this.threads.submit(work);
	}

	/** Whoever is refused here fails the test. */
	private Long insert(int rows) throws SQLException {
		return repeat(
				"INSERT INTO t (created_at, payload) SELECT '2026-08-26 10:00:00Z', '' FROM generate_series(1, ?)",
				rows, rows, rows);
	}

	private Long change(String sql, int first, int last) throws SQLException {
		return repeat(sql, first, last, 1);
	}

	private Long repeat(String sql, int first, int last, int most) throws SQLException {
		long done = 0;
		int next = first;
		try (Connection connection = this.db.connect(); PreparedStatement write = connection.prepareStatement(sql)) {
			while (this.going.get()) {
				write.setInt(1, next);
				int changed = write.executeUpdate();
				assertThat(changed).isBetween(0, most);
				done += changed;
				next = (next < last) ? next + 1 : first;
				LockSupport.parkNanos(3_000_000);
			}
		}
		return done;
	}

}
