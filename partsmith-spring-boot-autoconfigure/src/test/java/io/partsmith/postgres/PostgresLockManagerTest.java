package io.partsmith.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Outcome;
import io.partsmith.plan.Scope;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static org.assertj.core.api.Assertions.assertThat;

/** One maintainer per table, and no lock that outlives its holder. */
@PostgresTest
class PostgresLockManagerTest {

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(1, 1));

	private static final String OURS = "SELECT pid FROM pg_locks WHERE locktype = 'advisory'";

	@BeforeEach
	void makeM(PostgresDatabase db) {
		db.execute(Tables.M);
	}

	private static TableLock take(LockManager locks) {
		return ((LockAttempt.Acquired) locks.tryLock(T, Scope.MAINTAIN)).lock();
	}

	@Test
	void theSecondIsToldThePidAndNameOfTheFirst(PostgresDatabase db) {
		LockManager locks = new PostgresLockManager(db.dataSource());
		try (TableLock lock = take(locks)) {
			assertThat(lock.isHeld()).isTrue();
			String pid = db.queryStrings(OURS).get(0);
			LockAttempt second = locks.tryLock(T, Scope.MAINTAIN);
			assertThat(((LockAttempt.HeldBy) second).holder())
				.startsWith("pid " + pid + " (partsmith maintain public.t ");
			assertThat(db.queryStrings("SELECT application_name FROM pg_stat_activity WHERE pid = " + pid).get(0))
				.startsWith("partsmith maintain public.t ");
		}
		assertThat(db.queryStrings(OURS)).isEmpty();
		take(locks).close();
	}

	@Test
	void ofManyThatWantBothLanesOneWins(PostgresDatabase db) throws Exception {
		LockManager locks = new PostgresLockManager(db.dataSource());
		int many = 6;
		ExecutorService threads = Executors.newFixedThreadPool(many);
		try {
			for (int round = 0; round < 30; round++) {
				CyclicBarrier together = new CyclicBarrier(many);
				List<Future<LockAttempt>> attempts = new ArrayList<>();
				for (int i = 0; i < many; i++) {
					attempts.add(threads.submit(() -> {
						together.await();
						return locks.tryLock(T, Scope.MAINTAIN);
					}));
				}
				List<TableLock> won = new ArrayList<>();
				for (Future<LockAttempt> attempt : attempts) {
					if (attempt.get() instanceof LockAttempt.Acquired acquired) {
						won.add(acquired.lock());
					}
				}
				won.forEach(TableLock::close);
				assertThat(won).hasSize(1);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void theLanesAreLockedApart(PostgresDatabase db) {
		LockManager locks = new PostgresLockManager(db.dataSource());
		try (TableLock retiring = ((LockAttempt.Acquired) locks.tryLock(T, Scope.RETIRE)).lock();
				TableLock creating = ((LockAttempt.Acquired) locks.tryLock(T, Scope.CREATE)).lock()) {
			assertThat(retiring.isHeld() && creating.isHeld()).isTrue();
			assertThat(((LockAttempt.HeldBy) locks.tryLock(T, Scope.MAINTAIN)).holder()).contains("partsmith create");
		}
		try (TableLock retiring = ((LockAttempt.Acquired) locks.tryLock(T, Scope.RETIRE)).lock()) {
			assertThat(((LockAttempt.HeldBy) locks.tryLock(T, Scope.MAINTAIN)).holder()).contains("partsmith retire");
		}
	}

	@Test
	void anotherTableIsFree(PostgresDatabase db) {
		db.execute("CREATE SCHEMA s", "CREATE TABLE s.t (created_at timestamptz) PARTITION BY RANGE (created_at)");
		LockManager locks = new PostgresLockManager(db.dataSource());
		try (TableLock lock = take(locks)) {
			LockAttempt other = locks.tryLock(Tables.times("u", "s.t", Granularity.MONTH, Tables.ahead(1)),
					Scope.MAINTAIN);
			assertThat(other).isInstanceOf(LockAttempt.Acquired.class);
			((LockAttempt.Acquired) other).lock().close();
			assertThat(lock.isHeld()).isTrue();
		}
	}

	@Test
	void aKilledConnectionHoldsNothing(PostgresDatabase db) {
		LockManager locks = new PostgresLockManager(Connections.of(db));
		try (TableLock lock = take(locks)) {
			db.queryStrings("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'");
			assertThat(lock.isHeld()).isFalse();
			try (TableLock next = take(locks)) {
				assertThat(next.isHeld()).isTrue();
			}
		}
	}

	@Test
	void aRunWhoseLockIsLostStopsBetweenTwoOperations(PostgresDatabase db) {
		List<String> made = new ArrayList<>();
		MaintenanceResult result = runLosingTheLock(db, HookPhase.AFTER_CREATE, made);
		assertThat(done(result)).containsExactly("create t__2026_08");
		assertThat(made).containsExactly("t__2026_08");
		assertThat(partitions(db)).containsExactly("t__2026_08");
	}

	/** A hook may take hours, in which another node has taken the table over. */
	@Test
	void aRunWhoseLockIsLostInAHookDoesNotBeginWhatTheHookWasToldOf(PostgresDatabase db) {
		List<String> told = new ArrayList<>();
		MaintenanceResult result = runLosingTheLock(db, HookPhase.BEFORE_CREATE, told);
		assertThat(done(result)).isEmpty();
		assertThat(told).containsExactly("t__2026_08");
		assertThat(partitions(db)).isEmpty();
	}

	/** Names what the hook was told of. */
	private static MaintenanceResult runLosingTheLock(PostgresDatabase db, HookPhase in, List<String> told) {
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z")
			.over(Connections.of(db))
			.with(new PartitionLifecycleHooks() {
				@Override
				public void onEvent(PartitionEvent event) {
					if (event.phase() == in) {
						told.add(event.partition().name());
						db.queryStrings(
								"SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'");
					}
				}
			})
			.run(Tables.monthly(Tables.ahead(3)));
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.error()).contains("lock was lost");
		return result;
	}

	private static List<String> partitions(PostgresDatabase db) {
		return db.queryStrings("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 't'::regclass");
	}

	@Test
	void anIdleLimitOfTheRoleDoesNotEndTheLock(PostgresDatabase db) throws InterruptedException {
		LockManager locks = new PostgresLockManager(Connections.of(db)
			.prepared("SET idle_in_transaction_session_timeout = '100ms'", "SET statement_timeout = '100ms'"));
		try (TableLock lock = take(locks)) {
			Thread.sleep(400);
			assertThat(lock.isHeld()).isTrue();
		}
	}

	@Test
	void theLockHoldsNoSnapshotUnderAnyIsolation(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"), Tables.month("2026_08"));
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z")
			.over(Connections.of(db).prepared("SET default_transaction_isolation = 'serializable'"));
		assertThat(done(engine.run(T))).containsExactly("detach t__2026_06", "drop t__2026_06");
		try (TableLock lock = take(new PostgresLockManager(
				Connections.of(db).prepared("SET default_transaction_isolation = 'repeatable read'")))) {
			assertThat(lock.isHeld()).isTrue();
			assertThat(db.queryStrings("SELECT pid FROM pg_stat_activity WHERE backend_xmin IS NOT NULL"
					+ " AND pid <> pg_backend_pid() AND application_name LIKE 'partsmith%'"))
				.isEmpty();
		}
	}

	@Test
	void namesOfEverySortAreLocked(PostgresDatabase db) {
		String strange = "\"; DROP TABLE x; -- ? {fn} $1 :a \\ ü";
		String quoted = '"' + strange.replace("\"", "\"\"") + '"';
		db.execute("CREATE TABLE " + quoted + " (created_at timestamptz) PARTITION BY RANGE (created_at)");
		TablePartitionConfig config = Tables.times("x", "public." + quoted, Granularity.MONTH, Tables.ahead(1));
		LockManager locks = new PostgresLockManager(db.dataSource());
		LockAttempt first = locks.tryLock(config, Scope.MAINTAIN);
		assertThat(first).isInstanceOf(LockAttempt.Acquired.class);
		assertThat(locks.tryLock(config, Scope.MAINTAIN)).isInstanceOf(LockAttempt.HeldBy.class);
		((LockAttempt.Acquired) first).lock().close();
		assertThat(CatalogProbe.of(db).oid("public." + quoted)).isNotZero();
	}

}
