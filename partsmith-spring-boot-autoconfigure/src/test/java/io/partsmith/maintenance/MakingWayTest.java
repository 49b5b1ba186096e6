package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.LockAttempt;
import io.partsmith.postgres.LockLimits;
import io.partsmith.postgres.LockManager;
import io.partsmith.postgres.TableLock;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.Pool;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Sessions;
import io.partsmith.testing.Tables;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Our own statement is cancelled once somebody has waited behind it for too long. Its
 * lock timeout is longer than any statement of the application may take here, so that
 * nothing but that can end a wait.
 */
@PostgresTest
class MakingWayTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static final LockLimits PATIENT = new LockLimits(Duration.ofMinutes(2), 3, Duration.ofMinutes(5),
			Duration.ofMillis(100));

	private static final TablePartitionConfig BLOCKING = Tables
		.monthly(Tables.aheadKeep(1, 1).detaching(DetachMode.BLOCKING));

	private static final LockManager LENDS_NOTHING = (config, scope) -> new LockAttempt.Acquired(new TableLock() {

		@Override
		public boolean isHeld() {
			return true;
		}

		@Override
		public void close() {
			// It holds nothing.
		}

	});

	private PostgresDatabase db;

	private CatalogProbe catalog;

	private Sessions report;

	private Sessions shop;

	@BeforeEach
	void aReportIsOpen(PostgresDatabase database) throws SQLException {
		this.db = database;
		this.catalog = CatalogProbe.of(database);
		database.execute(Tables.M, Tables.month("2026_06"), Tables.month("2026_08"));
		this.report = Sessions.named(database, "report");
		this.shop = Sessions.named(database, "shop");
		this.report.run("SELECT count(*) FROM t");
	}

	@AfterEach
	void close() throws SQLException {
		this.report.close();
		this.shop.close();
	}

	private Engine engine() {
		return Engine.on(this.db, TODAY).with(PATIENT);
	}

	private CompletableFuture<MaintenanceResult> start(Engine engine) {
		return CompletableFuture.supplyAsync(() -> engine.run(BLOCKING));
	}

	private static MaintenanceResult result(CompletableFuture<MaintenanceResult> run) throws Exception {
		return run.get(60, TimeUnit.SECONDS);
	}

	/** Writes until the run is over; a statement that had to wait for it would fail. */
	private void sellUntilDone(CompletableFuture<MaintenanceResult> run) throws SQLException {
		while (!run.isDone()) {
			this.shop.run("INSERT INTO t (created_at) VALUES ('2026-08-02Z')");
			this.shop.run("COMMIT");
		}
	}

	@Test
	void whoComesBehindAWaitingDetachGoesFirstAndTheRunNamesWhoHeldItUp() throws Exception {
		CompletableFuture<MaintenanceResult> run = start(engine());
		sellUntilDone(run);
		MaintenanceResult result = result(run);
		assertThat(issues(result)).containsExactly("detach lock_not_available t__2026_06");
		assertThat(result.error()).contains("in 3 attempt(s) [57014]", "made way 3 time(s)",
				"pid " + this.report.pid() + " (application_name 'report', idle in transaction, transaction open for ",
				"SELECT count(*) FROM t");
		assertThat(result.issues().get(0).next()).contains("pg_terminate_backend(" + this.report.pid() + ")",
				"partsmith.execution.max-inflicted");
		assertThat(result.locks().inflictedMillis()).isPositive();
		assertThat(result.locks().waitMillis()).isPositive();
		assertThat(this.catalog.comment("t__2026_06")).isNull();
	}

	/** Each of them fails, and none has waited for long. */
	@Test
	void manyShortWaitsCountAsOneLongOne() throws Exception {
		CompletableFuture<MaintenanceResult> run = start(engine());
		this.report.awaitWaiting("partsmith retire%");
		while (!run.isDone()) {
			try {
				this.shop.run("SET LOCAL lock_timeout = '40ms'; INSERT INTO t (created_at) VALUES ('2026-08-02Z')");
			}
			catch (SQLException ex) {
				assertThat(ex.getSQLState()).isEqualTo("55P03");
			}
			this.shop.rollback();
			TimeUnit.MILLISECONDS.sleep(100);
		}
		assertThat(result(run).error()).contains("made way 3 time(s)");
	}

	@Test
	void itIsDoneOnceTheReaderIsGone() throws Exception {
		CompletableFuture<MaintenanceResult> run = start(engine());
		this.report.awaitWaiting("partsmith retire%");
		this.shop.run("INSERT INTO t (created_at) VALUES ('2026-08-02Z')");
		this.report.rollback();
		this.shop.rollback();
		MaintenanceResult result = result(run);
		assertThat(done(result)).containsExactly("detach t__2026_06", "drop t__2026_06");
		assertThat(result.locks().inflictedMillis()).isPositive();
	}

	@Test
	void aQueueBehindTheOneThatWaitsForUsCountsToo() throws Exception {
		try (Sessions third = Sessions.named(this.db, "third")) {
			CompletableFuture<MaintenanceResult> run = start(engine());
			this.report.awaitWaiting("partsmith retire%");
			CompletableFuture<Void> second = this.shop.send("LOCK TABLE t IN EXCLUSIVE MODE");
			this.report.awaitWaiting("shop", second);
			CompletableFuture<Void> behind = third.send("INSERT INTO t (created_at) VALUES ('2026-08-02Z')");
			second.get(60, TimeUnit.SECONDS);
			this.shop.rollback();
			behind.get(60, TimeUnit.SECONDS);
			third.rollback();
			this.report.rollback();
			assertThat(result(run).success()).isTrue();
		}
	}

	@Test
	void aSessionThatWouldDeadlockWithUsGoesFirst() throws Exception {
		this.report.rollback();
		// Nobody finds a deadlock out in this test but the watch.
		this.db.execute("ALTER DATABASE " + this.db.name() + " SET deadlock_timeout = '5min'",
				"CREATE TABLE line (id bigint, at timestamptz, FOREIGN KEY (id, at) REFERENCES t (id, created_at))");
		LockLimits patient = new LockLimits(PATIENT.timeout(), 30, PATIENT.budget(), Duration.ofMinutes(2));
		try (Sessions app = Sessions.named(this.db, "app")) {
			app.run("SELECT count(*) FROM line");
			CompletableFuture<MaintenanceResult> run = start(engine().over(Connections.of(this.db)).with(patient));
			app.awaitWaiting("partsmith retire%");
			app.run("SELECT count(*) FROM t");
			app.rollback();
			assertThat(done(result(run))).containsExactly("detach t__2026_06", "drop t__2026_06");
		}
		finally {
			this.db.execute("ALTER DATABASE " + this.db.name() + " RESET deadlock_timeout");
		}
	}

	@Test
	void whereTheCancelIsNotHeardBetweenTwoStatementsTheNextOneIsCancelled() throws Exception {
		this.report.rollback();
		this.report.run("LOCK TABLE t__2026_06 IN ACCESS SHARE MODE");
		AtomicInteger locked = new AtomicInteger();
		List<CompletableFuture<Void>> sales = new CopyOnWriteArrayList<>();
		DataSource slow = ProxyDataSourceBuilder.create(this.db.dataSource()).afterQuery((execution, queries) -> {
			if (queries.get(0).getQuery().startsWith("LOCK TABLE ONLY public.t IN ACCESS EXCLUSIVE")
					&& locked.incrementAndGet() == 1) {
				sales.add(this.shop.send("INSERT INTO t (created_at) VALUES ('2026-08-02Z'); COMMIT")
					.thenRun(this::endReport));
				Sessions.awaitWaiting(this.db, "shop");
				standStill();
			}
		}).build();
		MaintenanceResult result = engine().over(slow).run(BLOCKING);
		assertThat(done(result)).containsExactly("detach t__2026_06", "drop t__2026_06");
		assertThat(locked).hasValue(2);
		assertThat(sales).singleElement().satisfies((sale) -> assertThat(sale).succeedsWithin(Duration.ofSeconds(20)));
		assertThat(result.locks().inflictedMillis()).isGreaterThan(100);
	}

	private void endReport() {
		try {
			this.report.rollback();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** As a process does that is not given the processor. */
	private static void standStill() {
		try {
			Thread.sleep(500);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aPoolOfTwoIsEnoughToWatch() throws Exception {
		try (Pool pool = Pool.of(this.db, 2, true, "SELECT 1")) {
			CompletableFuture<MaintenanceResult> run = start(engine().over(pool));
			sellUntilDone(run);
			assertThat(result(run).error()).contains("made way 3 time(s)");
		}
	}

	@Test
	void aPoolOfTwoIsEnoughToWatchBesideAForeignLock() throws Exception {
		try (Pool pool = Pool.of(this.db, 2, false, "SELECT 1")) {
			CompletableFuture<MaintenanceResult> run = start(engine().over(pool).with(LENDS_NOTHING));
			sellUntilDone(run);
			assertThat(result(run).error()).contains("made way 3 time(s)");
			assertThat(pool.getConnection()).isNotNull();
		}
	}

	@Test
	void withoutAConnectionToWatchFromNoLockIsWaitedForForLong() throws Exception {
		try (Pool pool = Pool.of(this.db, 1, true, "SELECT 1")) {
			CompletableFuture<MaintenanceResult> run = start(engine().over(pool).with(LENDS_NOTHING));
			sellUntilDone(run);
			assertThat(result(run).error()).contains("in 3 attempt(s) [55P03]");
			this.report.rollback();
			assertThat(engine().over(pool).with(LENDS_NOTHING).run(BLOCKING).success()).isTrue();
		}
	}

	@Test
	void whatSomebodyElseCancelsIsNotTriedAgain() throws Exception {
		CompletableFuture<MaintenanceResult> run = start(engine());
		this.report.awaitWaiting("partsmith retire%");
		this.db.queryStrings("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name LIKE"
				+ " 'partsmith retire%' AND datname = current_database()");
		assertThat(issues(result(run))).containsExactly("detach statement_failed t__2026_06");
		assertThat(result(run).error()).contains("was cancelled by somebody else [57014]");
		assertThat(result(run).issues().get(0).next()).contains("pg_cancel_backend");
	}

	@Test
	void whatTakesLongerThanAStatementMaySaysSo() {
		ExecutionSettings brief = new ExecutionSettings(PATIENT, Duration.ofSeconds(5), ZoneId.of("UTC"),
				"pg-partsmith");
		MaintenanceResult result = Engine.on(this.db, TODAY).with(brief).run(BLOCKING);
		assertThat(result.error()).contains("took longer than partsmith.execution.statement-timeout [57014]");
	}

	/** Only what a look sends ends like this, and the first may be yet to come. */
	private void endTheWatch() {
		await().atMost(Duration.ofSeconds(20))
			.until(() -> this.db
				.queryStrings("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE query LIKE"
						+ " '%SHOW transaction_isolation' AND datname = current_database() AND pid <> pg_backend_pid()"),
					List.of("true")::equals);
	}

	@Test
	void aWatchWhoseConnectionDiesIsReplaced() throws Exception {
		CompletableFuture<MaintenanceResult> run = start(engine().over(Connections.of(this.db)).with(LENDS_NOTHING));
		this.report.awaitWaiting("partsmith retire%");
		endTheWatch();
		sellUntilDone(run);
		assertThat(result(run).error()).contains("made way 3 time(s)");
	}

	/** Gives the work of each attempt a connection, and one watch. */
	private DataSource scarce() {
		AtomicInteger given = new AtomicInteger();
		return new DelegatingDataSource(Connections.of(this.db)) {

			@Override
			public Connection getConnection() throws SQLException {
				if (Thread.currentThread().getName().equals("partsmith-lock-watch") && given.incrementAndGet() > 1) {
					throw new SQLException("no connection is left");
				}
				return super.getConnection();
			}

		};
	}

	@Test
	void aWatchWithoutSuccessorLeavesNoLongWaitBehind() throws Exception {
		LockLimits limits = new LockLimits(Duration.ofSeconds(2), 3, PATIENT.budget(), Duration.ofMillis(100));
		CompletableFuture<MaintenanceResult> run = start(engine().over(scarce()).with(limits).with(LENDS_NOTHING));
		this.report.awaitWaiting("partsmith retire%");
		endTheWatch();
		assertThat(result(run).error()).contains("[55P03]", "nobody could cancel it", "max-inflicted (100ms)");
	}

	/** It would go on until its lock timeout, or its statement timeout. */
	@Test
	void whatAWatchWithoutSuccessorLeavesBehindIsCancelled() throws Exception {
		CompletableFuture<MaintenanceResult> run = start(engine().over(scarce()).with(LENDS_NOTHING));
		this.report.awaitWaiting("partsmith retire%");
		endTheWatch();
		assertThat(run.get(20, TimeUnit.SECONDS).error()).contains("in 3 attempt(s) [55P03]", "made way 1 time(s)");
	}

	@Test
	void withoutTheActivitiesOfTheServerNoLockIsWaitedForForLong() throws Exception {
		this.db.execute("ALTER DATABASE " + this.db.name() + " SET track_activities = off");
		try {
			CompletableFuture<MaintenanceResult> run = start(engine().over(Connections.of(this.db)));
			sellUntilDone(run);
			assertThat(result(run).error()).contains("in 3 attempt(s) [55P03]", "nobody could cancel it");
		}
		finally {
			this.db.execute("ALTER DATABASE " + this.db.name() + " RESET track_activities");
		}
	}

	/** PostgreSQL would find a circle first, and end whoever closed it. */
	@Test
	void wherePostgreSqlIsQuickerThanTheWatchNoLockIsWaitedFor() {
		this.db.execute("ALTER DATABASE " + this.db.name() + " SET deadlock_timeout = '50ms'");
		try {
			MaintenanceResult result = engine().over(Connections.of(this.db)).run(BLOCKING);
			assertThat(result.error()).contains("in 3 attempt(s) [55P03]");
			assertThat(result.locks().waitMillis()).isLessThan(PATIENT.timeout().toMillis());
		}
		finally {
			this.db.execute("ALTER DATABASE " + this.db.name() + " RESET deadlock_timeout");
		}
	}

	@Test
	void aRunThatHasWaitedLongEnoughTakesOnlyWhatIsFree() throws Exception {
		this.report.rollback();
		this.db.execute(Tables.month("2026_07"));
		this.report.run("LOCK TABLE t__2026_06 IN ACCESS SHARE MODE");
		LockLimits spent = new LockLimits(Duration.ofMillis(200), 50, Duration.ofMillis(1), Duration.ofMillis(100));
		MaintenanceResult result = Engine.on(this.db, TODAY).with(spent).continuingOnError().run(BLOCKING);
		assertThat(issues(result)).containsExactly("detach lock_not_available t__2026_06");
		assertThat(result.error()).contains("in 1 attempt(s)", "partsmith.execution.lock-budget");
		assertThat(done(result)).containsExactly("detach t__2026_07", "drop t__2026_07");
		assertThat(done(Engine.on(this.db, TODAY).run(BLOCKING, Scope.CREATE))).isEmpty();
	}

	@Test
	void aRetirementThatWaitsCostsCreationNothingOfItsBudget() throws Exception {
		this.report.rollback();
		this.report.run("LOCK TABLE t__2026_06 IN ACCESS EXCLUSIVE MODE");
		LockLimits tight = new LockLimits(Duration.ofMillis(100), 2, Duration.ofSeconds(10), Duration.ofMillis(100));
		MaintenanceResult result = Engine.on(this.db, TODAY)
			.with(tight)
			.run(Tables.monthly(Tables.aheadKeep(3, 1).detaching(DetachMode.BLOCKING)));
		assertThat(done(result)).containsExactly("create t__2026_09", "create t__2026_10");
		assertThat(issues(result)).containsExactly("detach lock_not_available t__2026_06");
	}

}
