package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.plan.Scope;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.Pool;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;

/** Who waits for whom. */
@PostgresTest
class LockingTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private CatalogProbe catalog;

	private Connection other;

	@BeforeEach
	void makeM(PostgresDatabase db) throws SQLException {
		this.catalog = CatalogProbe.of(db);
		db.execute(Tables.M, Tables.month("2026_06"), Tables.month("2026_07"));
		this.other = db.connect();
		this.other.setAutoCommit(false);
	}

	@AfterEach
	void close() throws SQLException {
		this.other.close();
	}

	private void others(String sql) throws SQLException {
		try (Statement statement = this.other.createStatement()) {
			statement.execute(sql);
		}
	}

	@Test
	void l1_openReadersAndWritersLetCreationPass() throws SQLException {
		others("SELECT count(*) FROM t");
		others("INSERT INTO t (created_at) VALUES ('2026-07-02Z')");
		MaintenanceResult result = Engine.on(db(), TODAY).run(Tables.monthly(Tables.ahead(3)));
		assertThat(result.success()).isTrue();
		assertThat(result.createdCount()).isEqualTo(3);
	}

	@Test
	void anOrphanComesBackWhileTheTableIsRead(PostgresDatabase db) throws SQLException {
		db.execute(Tables.orphan("2026_09", "2026-08-20T00:00:00+00:00"));
		others("SELECT count(*) FROM t");
		assertThat(done(Engine.on(db, TODAY).run(Tables.monthly(Tables.ahead(2))))).contains("attach t__2026_09");
	}

	@Test
	void aRetirementThatHangsKeepsNoPartitionFromBeingMade(PostgresDatabase db) throws Exception {
		TablePartitionConfig t = Tables.monthly(Tables.aheadKeep(2, 1));
		CountDownLatch hanging = new CountDownLatch(1);
		CountDownLatch enough = new CountDownLatch(1);
		Engine retiring = Engine.on(db, TODAY).with(new PartitionLifecycleHooks() {

			@Override
			public void beforeDrop(String tableName, String partitionName) {
				hanging.countDown();
				try {
					enough.await(20, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}

		});
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			Future<MaintenanceResult> retirement = thread.submit(() -> retiring.run(t, Scope.RETIRE));
			assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
			MaintenanceResult creation = Engine.on(db, TODAY).run(t, Scope.CREATE);
			assertThat(done(creation)).containsExactly("create t__2026_08", "create t__2026_09");
			assertThat(Engine.on(db, TODAY).run(t, Scope.RETIRE).reason()).isEqualTo(RunReason.LOCK_HELD);
			assertThat(Engine.on(db, TODAY).run(t, Scope.MAINTAIN).reason()).isEqualTo(RunReason.LOCK_HELD);
			enough.countDown();
			assertThat(retirement.get(20, TimeUnit.SECONDS).success()).isTrue();
		}
		finally {
			enough.countDown();
			thread.shutdownNow();
		}
	}

	@Test
	void aTableThatIsLockedUsesTheBudgetUpAndNothingRemains() throws SQLException {
		others("LOCK TABLE ONLY t IN ACCESS EXCLUSIVE MODE");
		MaintenanceResult result = Engine.on(db(), TODAY)
			.continuingOnError()
			.run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(result.success()).isFalse();
		assertThat(result.error()).contains("create of public.t__2026_08 on public.t")
			.contains("3 attempt(s)")
			.contains("55P03");
		assertThat(issues(result)).contains("create lock_not_available t__2026_08",
				"detach lock_not_available t__2026_06");
		assertThat(result.issues().get(0).next()).contains("pg_locks").contains("'public.t'::regclass");
		this.other.rollback();
		assertThat(this.catalog.tables("public")).containsExactly("t", "t__2026_06", "t__2026_07");
		assertThat(this.catalog.comment("t__2026_06")).isNull();
	}

	@ParameterizedTest
	@EnumSource(names = { "CONCURRENT", "BLOCKING" })
	void aPartitionThatIsLockedStaysWithoutMarker(DetachMode mode) throws SQLException {
		others("LOCK TABLE t__2026_06 IN ACCESS EXCLUSIVE MODE");
		MaintenanceResult result = Engine.on(db(), TODAY)
			.continuingOnError()
			.run(Tables.monthly(Tables.aheadKeep(1, 1).detaching(mode)));
		assertThat(issues(result)).contains("detach lock_not_available t__2026_06");
		assertThat(done(result)).contains("detach t__2026_07", "drop t__2026_07");
		this.other.rollback();
		assertThat(this.catalog.partitions("t")).contains("t__2026_06");
		assertThat(this.catalog.comment("t__2026_06")).isNull();
	}

	@Test
	void aTableThatIsLockedKeepsNoOtherFromItsPartitions(PostgresDatabase db) throws SQLException {
		db.execute("CREATE UNIQUE INDEX ON t (created_at, lower(payload))",
				"CREATE UNIQUE INDEX ON t (created_at) WHERE payload IS NOT NULL", Tables.Q);
		others("LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
		List<MaintenanceResult> results = Engine.on(db, TODAY)
			.service(Tables.monthly(Tables.ahead(1)), Tables.ids("public.q", "msg_id", 1000, 0, Tables.ahead(2)))
			.maintain(Scope.CREATE);
		assertThat(results.get(0).success()).isFalse();
		assertThat(results.get(1).error()).isNull();
		assertThat(done(results.get(1))).containsExactly("create q__0", "create q__1000");
	}

	@Test
	void f5_aBlockingDetachBehindAReaderHoldsNobodyUp() throws Exception {
		others("SELECT count(*) FROM t");
		ExecutorService threads = Executors.newSingleThreadExecutor();
		Future<MaintenanceResult> run = threads.submit(() -> Engine.on(db(), TODAY)
			.run(Tables.monthly(Tables.aheadKeep(1, 1).detaching(DetachMode.BLOCKING))));
		// The first reader never ends: whoever waited behind a detach that waits for it
		// would
		// run into the timeout.
		try (Connection reader = db().connect(); Statement statement = reader.createStatement()) {
			statement.execute("SET statement_timeout = '10s'");
			while (!run.isDone()) {
				statement.execute("SELECT count(*) FROM t");
			}
		}
		threads.shutdown();
		assertThat(issues(run.get())).containsExactly("detach lock_not_available t__2026_06");
	}

	@Test
	void writersAndReadersGoOnThroughoutCreationAndRetirement() throws Exception {
		AtomicBoolean stop = new AtomicBoolean();
		AtomicLong written = new AtomicLong();
		List<String> failures = new CopyOnWriteArrayList<>();
		Engine engine = Engine.on(db(), "2026-08-01T12:00:00Z");
		TablePartitionConfig t = Tables.m(Granularity.DAY, Tables.aheadKeep(3, 3));
		db().execute("DROP TABLE t__2026_06", "DROP TABLE t__2026_07");
		engine.run(t);
		ExecutorService threads = Executors.newFixedThreadPool(2);
		threads.submit(repeating(failures, () -> {
			try (Connection connection = db().connect(); Statement statement = connection.createStatement()) {
				statement.execute("SET statement_timeout = '10s'");
				while (!stop.get()) {
					statement.execute("INSERT INTO t (created_at) VALUES ('" + engine.clock().instant() + "')");
					written.incrementAndGet();
				}
			}
			return null;
		}));
		threads.submit(repeating(failures, () -> {
			try (Connection connection = db().connect(); Statement statement = connection.createStatement()) {
				statement.execute("SET statement_timeout = '10s'");
				while (!stop.get()) {
					statement.execute("SELECT count(*) FROM t");
				}
			}
			return null;
		}));
		List<MaintenanceResult> results = new ArrayList<>();
		for (int day = 2; day <= 12; day++) {
			engine.at("2026-08-%02dT12:00:00Z".formatted(day));
			results.add(engine
				.run(day % 2 == 0 ? t : Tables.m(Granularity.DAY, t.lifecycle().detaching(DetachMode.BLOCKING))));
		}
		stop.set(true);
		threads.shutdown();
		assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
		assertThat(failures).isEmpty();
		assertThat(results).allMatch(MaintenanceResult::success);
		assertThat(written.get()).isGreaterThan(10);
	}

	private static Callable<Void> repeating(List<String> failures, Callable<Void> work) {
		return () -> {
			try {
				work.call();
			}
			catch (Exception ex) {
				failures.add(String.valueOf(ex.getMessage()));
			}
			return null;
		};
	}

	@Test
	void s112_twoMaintainersAtOnceDoTheWorkOnce() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		for (int round = 0; round < 8; round++) {
			db().execute("DROP TABLE t CASCADE", Tables.M);
			TablePartitionConfig t = Tables.monthly(Tables.ahead(3));
			Callable<MaintenanceResult> run = () -> Engine.on(db(), TODAY).run(t);
			List<MaintenanceResult> results = new ArrayList<>();
			for (Future<MaintenanceResult> future : threads.invokeAll(List.of(run, run))) {
				results.add(future.get());
			}
			assertThat(results).allMatch(MaintenanceResult::success);
			assertThat(results).allMatch((result) -> result.outcome() != Outcome.SKIPPED
					|| result.reason() == RunReason.LOCK_HELD && result.detail().contains("held by "));
			assertThat(results.stream().mapToInt(MaintenanceResult::createdCount).sum()).isEqualTo(3);
			assertThat(Engine.on(db(), TODAY).run(t).outcome()).isEqualTo(Outcome.CONVERGED);
		}
		threads.shutdown();
	}

	@Test
	void theLoserIsToldWhoHoldsTheLock() throws Exception {
		List<MaintenanceResult> losers = new ArrayList<>();
		TablePartitionConfig t = Tables.monthly(Tables.ahead(1));
		Engine.on(db(), TODAY).with(new PartitionLifecycleHooks() {
			@Override
			public void beforeCreate(TablePartitionConfig config, String name, String from, String to) {
				losers.add(Engine.on(db(), TODAY).run(t));
			}
		}).run(t);
		assertThat(losers).singleElement().satisfies((loser) -> {
			assertThat(loser.outcome()).isEqualTo(Outcome.SKIPPED);
			assertThat(loser.reason()).isEqualTo(RunReason.LOCK_HELD);
			assertThat(loser.detail()).containsPattern("held by pid \\d+ \\(partsmith maintain public\\.t ");
			assertThat(loser.success()).isTrue();
		});
	}

	@Test
	void noLockAndNoSettingRemainsOnAPooledConnection() throws SQLException {
		String before = settings();
		TablePartitionConfig t = Tables.monthly(Tables.aheadKeep(2, 1));
		assertThat(Engine.on(db(), TODAY).run(t).success()).isTrue();
		assertThat(settings()).isEqualTo(before);
		others("LOCK TABLE ONLY t IN ACCESS EXCLUSIVE MODE");
		assertThat(Engine.on(db(), "2026-12-26T00:00:00Z").continuingOnError().run(t).success()).isFalse();
		this.other.rollback();
		db().execute("CREATE TABLE rest PARTITION OF t DEFAULT");
		assertThat(Engine.on(db(), "2026-12-26T00:00:00Z")
			.run(Tables.monthly(t.lifecycle().detaching(DetachMode.CONCURRENT)))
			.success()).isFalse();
		assertThat(settings()).isEqualTo(before);
		assertThat(db().<Long>queryOne("""
				SELECT count(*) FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database
				WHERE d.datname = current_database() AND pid <> pg_backend_pid()""")).isZero();
		assertThat(db().<Long>queryOne("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
				+ " AND state LIKE 'idle in transaction%'"))
			.isZero();
	}

	/** What every connection of the pool says, each of which was used before. */
	private String settings() throws SQLException {
		List<Connection> all = new ArrayList<>();
		List<String> seen = new ArrayList<>();
		try {
			for (int i = 0; i < 4; i++) {
				Connection connection = db().dataSource().getConnection();
				all.add(connection);
				try (Statement statement = connection.createStatement();
						ResultSet row = statement.executeQuery("SELECT concat_ws('/', current_setting('lock_timeout'),"
								+ " current_setting('statement_timeout'), current_setting('TimeZone'),"
								+ " current_setting('DateStyle'), current_setting('application_name'),"
								+ " current_setting('transaction_isolation'))")) {
					row.next();
					seen.add(row.getString(1) + connection.getAutoCommit());
				}
			}
		}
		finally {
			for (Connection connection : all) {
				connection.close();
			}
		}
		assertThat(seen.stream().distinct()).hasSize(1);
		return seen.get(0);
	}

	@Test
	void settingsOfThePoolsOwnComeBackAfterAConcurrentDetach() throws SQLException {
		try (Pool pool = Pool.of(db(), 2, true, "SET lock_timeout = '7s'; SET statement_timeout = '9s'")) {
			assertThat(done(Engine.on(db(), TODAY).over(pool).run(Tables.monthly(Tables.aheadKeep(1, 1)))))
				.contains("detach t__2026_06", "drop t__2026_07");
			for (int i = 0; i < 4; i++) {
				try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
					ResultSet row = statement
						.executeQuery("SELECT current_setting('lock_timeout') || current_setting('statement_timeout')");
					row.next();
					assertThat(row.getString(1)).isEqualTo("7s9s");
				}
			}
		}
	}

	@Test
	void aPoolOfTwoWithoutAutoCommitIsEnough() throws SQLException {
		try (Pool pool = Pool.of(db(), 2, false, "SELECT 1")) {
			MaintenanceResult result = Engine.on(db(), TODAY).over(pool).run(Tables.monthly(Tables.aheadKeep(1, 1)));
			assertThat(result.success()).isTrue();
			assertThat(result.droppedCount()).isEqualTo(2);
			try (Connection connection = pool.getConnection()) {
				assertThat(connection.getAutoCommit()).isFalse();
			}
		}
	}

	@Test
	void aPoolOfOneFailsWithAClearMessage() {
		try (Pool pool = Pool.of(db(), 1, true, "SELECT 1")) {
			MaintenanceResult result = Engine.on(db(), TODAY).over(pool).run(Tables.monthly(Tables.ahead(1)));
			assertThat(result.success()).isFalse();
			assertThat(result.error()).contains("two connections");
		}
	}

	@Test
	void aReadOnlyPoolIsSkippedAndNoFailure() {
		try (Pool pool = Pool.readOnly(db())) {
			MaintenanceResult result = Engine.on(db(), TODAY).over(pool).run(Tables.monthly(Tables.ahead(1)));
			assertThat(result.reason()).isEqualTo(RunReason.READ_ONLY);
			assertThat(result.success()).isTrue();
		}
	}

	@Test
	void aReadOnlyDatabaseIsSkippedAndNoFailure(PostgresDatabase db) {
		db.execute("ALTER DATABASE " + db.name() + " SET default_transaction_read_only = on");
		try (Pool pool = Pool.of(db, 2, true, "SELECT 1")) {
			List<MaintenanceResult> results = new PartitionMaintainer(
					Engine.on(db, TODAY).over(pool).service(Tables.monthly(Tables.aheadKeep(1, 1))))
				.runMaintenanceSafe(Scope.MAINTAIN);
			assertThat(results).singleElement().satisfies((result) -> {
				assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
				assertThat(result.reason()).isEqualTo(RunReason.READ_ONLY);
				assertThat(result.success()).isTrue();
			});
		}
		finally {
			db.execute("SET transaction_read_only = off; ALTER DATABASE " + db.name()
					+ " RESET default_transaction_read_only");
		}
	}

	@Test
	void underRepeatableReadChecksStillSeeThePresent() {
		try (Pool pool = Pool.of(db(), 3, true, "SET default_transaction_isolation = 'repeatable read'")) {
			assertThat(done(Engine.on(db(), TODAY).over(pool).run(Tables.monthly(Tables.aheadKeep(1, 1)))))
				.contains("detach t__2026_06", "drop t__2026_07");
		}
	}

	private PostgresDatabase database;

	@BeforeEach
	void keep(PostgresDatabase db) {
		this.database = db;
	}

	private PostgresDatabase db() {
		return this.database;
	}

}
