package io.partsmith.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.partsmith.hook.PartitionInfo;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.LockAttempt;
import io.partsmith.postgres.LockManager;
import io.partsmith.postgres.PostgresLockManager;
import io.partsmith.postgres.RunRoom;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.Pool;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Pools with hardly enough connections, and pools that lose them. */
@PostgresTest
class SmallPoolTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static long left(PostgresDatabase db, String what) {
		Long count = db.queryOne(what);
		return (count != null) ? count : -1;
	}

	private static void nothingIsLeft(PostgresDatabase db) {
		assertThat(left(db, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
				+ " (SELECT oid FROM pg_database WHERE datname = current_database())"))
			.isZero();
		assertThat(left(db, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
				+ " AND state LIKE 'idle in transaction%'"))
			.isZero();
	}

	/** Each would hold one connection for its lock, and none would get a second one. */
	@Test
	void lanesThatShareAPoolOfTwoNeverWaitForEachOther(PostgresDatabase db) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try (Pool pool = Pool.of(db, 2, true, "SELECT 1")) {
			LockManager locks = new PostgresLockManager(pool, RunRoom.of(2));
			for (int round = 0; round < 6; round++) {
				db.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public", Tables.M, Tables.Q,
						Tables.month("2026_06"));
				List<Callable<MaintenanceResult>> runs = new ArrayList<>();
				for (Scope scope : List.of(Scope.CREATE, Scope.RETIRE)) {
					runs.add(() -> Engine.on(db, TODAY)
						.over(pool)
						.with(locks)
						.run(Tables.monthly(Tables.aheadKeep(3, 1)), scope));
					runs.add(() -> Engine.on(db, TODAY).over(pool).with(locks).run(Tables.q(Tables.ahead(3)), scope));
				}
				for (Future<MaintenanceResult> future : threads.invokeAll(runs)) {
					assertThat(future.get().success()).as("%s", future.get().error()).isTrue();
				}
				assertThat(CatalogProbe.of(db).partitions("q")).hasSize(3);
			}
			assertThat(pool.inUse()).isZero();
		}
		finally {
			threads.shutdownNow();
		}
		nothingIsLeft(db);
	}

	/** A hook archives for hours; a table whose creation waited for it would run out. */
	@ParameterizedTest
	@ValueSource(ints = { 3, 4 })
	void retirementsThatTakeHoursLeaveRoomForACreation(int connections, PostgresDatabase db) throws Exception {
		db.execute(Tables.M, Tables.month("2026_06"), Tables.Q,
				"CREATE TABLE s (LIKE t) PARTITION BY RANGE (created_at)",
				"CREATE TABLE s__2026_06 PARTITION OF s FOR VALUES FROM ('2026-06-01 00:00:00+00') TO ('2026-07-01 00:00:00+00')");
		TablePartitionConfig s = new TablePartitionConfig("s", RelationName.parse("public.s"),
				Tables.monthly(Tables.aheadKeep(1, 1)).scheme(), Tables.aheadKeep(1, 1));
		CountDownLatch archiving = new CountDownLatch(connections - 2);
		CountDownLatch archived = new CountDownLatch(1);
		PartitionLifecycleHooks archive = new PartitionLifecycleHooks() {

			@Override
			public void beforeDetach(String tableName, PartitionInfo partition) {
				archiving.countDown();
				try {
					archived.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}

		};
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try (Pool pool = Pool.of(db, connections, true, "SELECT 1")) {
			LockManager locks = new PostgresLockManager(pool, RunRoom.of(connections));
			List<Future<MaintenanceResult>> retirements = new ArrayList<>();
			for (TablePartitionConfig table : List.of(Tables.monthly(Tables.aheadKeep(1, 1)), s)) {
				retirements.add(threads
					.submit(() -> Engine.on(db, TODAY).over(pool).with(locks).with(archive).run(table, Scope.RETIRE)));
			}
			assertThat(archiving.await(60, TimeUnit.SECONDS)).isTrue();
			MaintenanceResult created = Engine.on(db, TODAY)
				.over(pool)
				.with(locks)
				.run(Tables.q(Tables.ahead(3)), Scope.CREATE);
			assertThat(created.outcome()).as("%s", created.detail()).isEqualTo(Outcome.CHANGED);
			assertThat(CatalogProbe.of(db).partitions("q")).hasSize(3);
			archived.countDown();
			for (Future<MaintenanceResult> retirement : retirements) {
				assertThat(retirement.get().detachedCount()).as("%s", retirement.get().error()).isOne();
			}
		}
		finally {
			archived.countDown();
			threads.shutdownNow();
		}
		nothingIsLeft(db);
	}

	@Test
	void aRunThatFindsNoRoomIsNoSuccess(PostgresDatabase db) {
		db.execute(Tables.Q);
		LockManager crowded = (config, scope) -> new LockAttempt.NoRoom("the connection pool had no room", "Raise it");
		MaintenanceResult result = Engine.on(db, TODAY).with(crowded).run(Tables.q(Tables.ahead(3)), Scope.CREATE);
		assertThat(result.success()).isFalse();
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.reason()).isEqualTo(RunReason.NO_ROOM);
		assertThat(result.error()).contains("The create run of public.q", "the connection pool had no room");
		assertThat(result.issues()).singleElement()
			.satisfies((issue) -> assertThat(issue.next()).isEqualTo("Raise it"));
	}

	@Test
	void aLockThatIsLostWithItsConnectionEndsTheRun(PostgresDatabase db) {
		db.execute(Tables.M);
		try (Pool pool = Pool.of(db, 3, true, "SELECT 1")) {
			db.execute(Tables.month("2026_06"), Tables.month("2026_07"));
			MaintenanceResult broken = Engine.on(db, TODAY).over(pool).with(new PartitionLifecycleHooks() {

				@Override
				public void beforeDetach(String tableName, PartitionInfo partition) {
					db.queryStrings(
							"SELECT pg_terminate_backend(pid, 5000)::text FROM pg_locks WHERE locktype = 'advisory'");
				}

			}).run(Tables.monthly(Tables.aheadKeep(1, 1)));
			assertThat(broken.success()).isFalse();
			assertThat(broken.error()).containsAnyOf("the maintenance lock was lost", "08", "57P01");
			assertThat(pool.inUse()).isZero();
			assertThat(Engine.on(db, TODAY).over(pool).run(Tables.monthly(Tables.aheadKeep(1, 1))).success()).isTrue();
		}
		assertThat(CatalogProbe.of(db).partitions("t")).containsExactly("t__2026_08");
		nothingIsLeft(db);
	}

	/** Connections die at any time; what a run cannot do then, a later one does. */
	@Test
	void aPoolThatLosesItsConnectionsLosesNothingElse(PostgresDatabase db) throws Exception {
		db.execute(Tables.M);
		TablePartitionConfig t = Tables.m(Granularity.DAY, Tables.aheadKeep(3, 3));
		AtomicBoolean stop = new AtomicBoolean();
		ExecutorService killer = Executors.newSingleThreadExecutor();
		try (Pool pool = Pool.of(db, 3, true, "SET application_name = 'doomed'")) {
			Future<?> killing = killer.submit(() -> {
				Random random = new Random();
				while (!stop.get()) {
					db.queryStrings("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE datname ="
							+ " current_database() AND pid <> pg_backend_pid() AND (application_name = 'doomed'"
							+ " OR application_name LIKE 'partsmith%') AND random() < 0.3");
					Thread.sleep(random.nextInt(60));
				}
				return null;
			});
			Engine engine = Engine.on(db, "2026-08-01T12:00:00Z").over(pool);
			for (int day = 1; day <= 20; day++) {
				MaintenanceResult result = engine.at("2026-08-%02dT12:00:00Z".formatted(day)).run(t);
				assertThat(result.success() || result.error() != null).isTrue();
			}
			stop.set(true);
			killing.get();
			MaintenanceResult settled = engine.run(t);
			// The pool may still hold connections that died last; a run that meets one
			// ends it.
			for (int dead = 0; dead < 3 && !settled.success(); dead++) {
				settled = engine.run(t);
			}
			assertThat(settled.success()).as("%s", settled.error()).isTrue();
			assertThat(engine.run(t).outcome()).isEqualTo(Outcome.CONVERGED);
			assertThat(pool.inUse()).isZero();
		}
		finally {
			stop.set(true);
			killer.shutdownNow();
		}
		List<String> partitions = CatalogProbe.of(db).partitions("t");
		assertThat(partitions).contains("t__2026_08_20", "t__2026_08_21", "t__2026_08_22")
			.isSubsetOf("t__2026_08_18", "t__2026_08_19", "t__2026_08_20", "t__2026_08_21", "t__2026_08_22");
		assertThat(CatalogProbe.of(db).tables("public")).hasSize(partitions.size() + 1);
		nothingIsLeft(db);
	}

	/** A lifetime that is over ends a connection when it comes back, and no run. */
	@Test
	void aPoolThatEvictsAllTheTimeFailsNoRun(PostgresDatabase db) throws Exception {
		db.execute(Tables.M);
		TablePartitionConfig t = Tables.m(Granularity.DAY, Tables.aheadKeep(3, 3));
		HikariConfig config = new HikariConfig();
		config.setDataSource(Connections.of(db));
		config.setMaximumPoolSize(3);
		config.setLeakDetectionThreshold(2000);
		AtomicBoolean stop = new AtomicBoolean();
		ExecutorService evictor = Executors.newSingleThreadExecutor();
		try (HikariDataSource pool = new HikariDataSource(config)) {
			Future<?> evicting = evictor.submit(() -> {
				while (!stop.get()) {
					pool.getHikariPoolMXBean().softEvictConnections();
					Thread.sleep(5);
				}
				return null;
			});
			Engine engine = Engine.on(db, "2026-08-01T12:00:00Z").over(pool);
			for (int day = 1; day <= 10; day++) {
				MaintenanceResult result = engine.at("2026-08-%02dT12:00:00Z".formatted(day)).run(t);
				assertThat(result.error()).isNull();
				assertThat(result.outcome()).isEqualTo(Outcome.CHANGED);
			}
			stop.set(true);
			evicting.get();
			assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
		}
		finally {
			stop.set(true);
			evictor.shutdownNow();
		}
		assertThat(CatalogProbe.of(db).partitions("t")).hasSize(5);
		nothingIsLeft(db);
	}

}
