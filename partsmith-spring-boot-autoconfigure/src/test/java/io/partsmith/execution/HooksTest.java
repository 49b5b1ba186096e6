package io.partsmith.execution;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionInfo;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Outcome;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;

/** When hooks fire, and what becomes of an operation when one fails. */
@PostgresTest
class HooksTest {

	private static final String MARCH = "2024-03-15T00:00:00Z";

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(1, 1));

	private CatalogProbe catalog;

	@BeforeEach
	void makeM(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
		db.execute(Tables.M, Tables.month("2024_01"));
	}

	@Test
	void s115_phasesFireInTheOrderOfTheRun(PostgresDatabase db) {
		Recorder recorder = new Recorder("a");
		Engine.on(db, MARCH).with(recorder).run(T);
		assertThat(recorder.calls).containsExactly("a BEFORE_CREATE",
				"a beforeCreate public.t__2024_03 2024-03-01 00:00:00+00 2024-04-01 00:00:00+00", "a AFTER_CREATE",
				"a afterCreate public.t__2024_03", "a BEFORE_DETACH", "a beforeDetach public.t public.t__2024_01",
				"a AFTER_DETACH", "a afterDetach public.t public.t__2024_01", "a BEFORE_DROP",
				"a beforeDrop public.t public.t__2024_01", "a AFTER_DROP", "a afterDrop public.t public.t__2024_01");
	}

	@Test
	void everyBeanFiresInItsOrderBeforeTheNextPhase(PostgresDatabase db) {
		db.execute("DROP TABLE t__2024_01");
		List<String> calls = new ArrayList<>();
		Engine.on(db, MARCH)
			.with(new Recorder("a", calls))
			.with(new Recorder("b", calls))
			.run(Tables.monthly(Tables.ahead(1)));
		assertThat(calls).extracting((call) -> call.substring(0, 6))
			.containsExactly("a BEFO", "a befo", "b BEFO", "b befo", "a AFTE", "a afte", "b AFTE", "b afte");
	}

	@Test
	void attachHasItsOwnPhases(PostgresDatabase db) {
		db.execute(Tables.orphan("2024_03", "2024-03-01T00:00:00+00:00"));
		Recorder recorder = new Recorder("a");
		Engine.on(db, MARCH).with(recorder).run(Tables.monthly(Tables.ahead(1)));
		assertThat(recorder.calls).contains("a BEFORE_ATTACH", "a beforeAttach public.t__2024_03", "a AFTER_ATTACH",
				"a afterAttach public.t__2024_03");
	}

	@Test
	void aTableMayNameTheHooksItWants(PostgresDatabase db) {
		List<String> calls = new ArrayList<>();
		TablePartitionConfig t = new TablePartitionConfig(T.id(), T.table(), T.scheme(), T.lifecycle(),
				List.of("hook1"));
		Engine.on(db, MARCH).with(new Recorder("a", calls)).with(new Recorder("b", calls)).run(t);
		assertThat(calls).isNotEmpty().allMatch((call) -> call.startsWith("b "));
	}

	@Test
	void theWholeTruthIsKnownInEveryPhase(PostgresDatabase db) {
		long january = this.catalog.oid("t__2024_01");
		List<PartitionEvent> events = new ArrayList<>();
		MaintenanceResult result = Engine.on(db, MARCH).with(new PartitionLifecycleHooks() {
			@Override
			public void onEvent(PartitionEvent event) {
				events.add(event);
			}
		}).run(T);
		assertThat(events).allSatisfy((event) -> {
			assertThat(event.runId()).isEqualTo(result.runId());
			assertThat(event.config()).isEqualTo(T);
			assertThat(event.window()).isNotNull();
			assertThat(event.partition().bounds()).startsWith("FOR VALUES FROM ('2024-0");
			assertThat(event.partition().parent()).isEqualTo("public.t");
		});
		assertThat(events).extracting((event) -> event.partition().oid())
			.containsExactly(0L, this.catalog.oid("t__2024_03"), january, january, january, january);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_ALL, names = "BEFORE.*")
	void aRefusalAbortsTheOperationAndTheRun(HookPhase phase, PostgresDatabase db) {
		prepare(phase, db);
		List<String> before = this.catalog.tables("public");
		List<String> attached = this.catalog.partitions("t");
		MaintenanceResult result = Engine.on(db, MARCH)
			.with(new Thrower(phase, new IllegalStateException("not now")))
			.run(T);
		assertThat(result.success()).isFalse();
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.error()).contains("hook0").contains(phase.name()).contains("not now");
		assertThat(issues(result)).hasSize(1).first().asString().contains("hook_failed");
		assertThat(result.done()).noneMatch((operation) -> operation.kind().name().equals(phase.name().substring(7)));
		if (phase != HookPhase.BEFORE_DROP) {
			assertThat(this.catalog.tables("public")).isEqualTo(before);
			assertThat(this.catalog.partitions("t")).isEqualTo(attached);
		}
		assertThat(Engine.on(db, MARCH).run(T).success()).isTrue();
		assertThat(this.catalog.tables("public")).containsExactly("t", "t__2024_03");
	}

	/** Makes the phase the first that fires. */
	private static void prepare(HookPhase phase, PostgresDatabase db) {
		if (phase == HookPhase.BEFORE_ATTACH) {
			db.execute(Tables.orphan("2024_03", "2024-03-01T00:00:00+00:00"));
		}
		else if (phase != HookPhase.BEFORE_CREATE) {
			db.execute(Tables.month("2024_03"));
		}
	}

	@Test
	void withContinueOnErrorARefusedDetachIsNotFollowedByItsDrop(PostgresDatabase db) {
		db.execute(Tables.month("2024_02"));
		MaintenanceResult result = Engine.on(db, MARCH).continuingOnError().with(new PartitionLifecycleHooks() {
			@Override
			public void beforeDetach(String table, PartitionInfo partition) {
				if (partition.name().equals("t__2024_01")) {
					throw new IllegalStateException("busy");
				}
			}
		}).run(T);
		assertThat(result.success()).isFalse();
		assertThat(done(result)).containsExactly("create t__2024_03", "detach t__2024_02", "drop t__2024_02");
		assertThat(this.catalog.comment("t__2024_01")).isNull();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_ALL, names = "AFTER.*")
	void aFailureAfterwardsIsAWarningAndTheOperationStands(HookPhase phase, PostgresDatabase db) {
		if (phase == HookPhase.AFTER_ATTACH) {
			db.execute(Tables.orphan("2024_03", "2024-03-01T00:00:00+00:00"));
		}
		MaintenanceResult result = Engine.on(db, MARCH)
			.with(new Thrower(phase, new IllegalStateException("archive is full")))
			.run(T);
		assertThat(result.success()).isTrue();
		assertThat(result.outcome()).isEqualTo(Outcome.CHANGED);
		assertThat(result.issues()).singleElement()
			.satisfies((issue) -> assertThat(issue.message()).contains("hook0", phase.name(), "archive is full"));
		assertThat(this.catalog.tables("public")).containsExactly("t", "t__2024_03");
	}

	@Test
	void anErrorOfAHookIsItsFailureToo(PostgresDatabase db) {
		MaintenanceResult after = Engine.on(db, MARCH)
			.with(new Thrower(HookPhase.AFTER_CREATE, new NoClassDefFoundError("S3Client")))
			.run(T);
		assertThat(after.success()).isTrue();
		assertThat(issues(after)).containsExactly("create hook_failed t__2024_03");
		MaintenanceResult before = Engine.on(db, "2024-04-15T00:00:00Z")
			.with(new Thrower(HookPhase.BEFORE_CREATE, new NoClassDefFoundError("S3Client")))
			.run(T);
		assertThat(before.success()).isFalse();
		assertThat(before.error()).contains("S3Client");
	}

	@Test
	void noLockThatBlocksAnyoneIsHeldWhileAHookRuns(PostgresDatabase db) {
		List<String> locked = new ArrayList<>();
		Engine.on(db, MARCH).with(new PartitionLifecycleHooks() {
			@Override
			public void onEvent(PartitionEvent event) {
				db.queryStrings("SELECT relation::regclass || ' ' || mode FROM pg_locks WHERE locktype = 'relation'"
						+ " AND pid <> pg_backend_pid() AND relation >= 16384 AND database ="
						+ " (SELECT oid FROM pg_database WHERE datname = current_database())")
					.forEach((lock) -> locked.add(event.phase() + " " + lock));
			}
		}).run(T);
		assertThat(locked).isEmpty();
	}

	/** The table is out of reach of the parent by then; what is in it goes with it. */
	@Test
	void aDroppedTableCanBeWrittenToUntilItGoes(PostgresDatabase db) {
		db.execute(Tables.month("2024_02"), "INSERT INTO t (created_at) VALUES ('2024-01-05Z'), ('2024-02-05Z')");
		List<String> rows = new ArrayList<>();
		MaintenanceResult result = Engine.on(db, MARCH).with(new PartitionLifecycleHooks() {
			@Override
			public void beforeDrop(String table, String partition) {
				db.execute("INSERT INTO " + partition + " SELECT 0, created_at FROM " + partition);
				rows.add(partition + " " + HooksTest.this.catalog.rows(partition));
			}
		}).run(T);
		assertThat(rows).containsExactly("public.t__2024_01 2", "public.t__2024_02 2");
		assertThat(result.success()).isTrue();
		assertThat(result.droppedCount()).isEqualTo(2);
		assertThat(this.catalog.tables("public")).containsExactly("t", "t__2024_03");
	}

	/** Writes down what is called. */
	private static final class Recorder implements PartitionLifecycleHooks {

		private final String name;

		private final List<String> calls;

		Recorder(String name) {
			this(name, new ArrayList<>());
		}

		Recorder(String name, List<String> calls) {
			this.name = name;
			this.calls = calls;
		}

		private void call(String text) {
			this.calls.add(this.name + " " + text);
		}

		@Override
		public void onEvent(PartitionEvent event) {
			call(event.phase().name());
		}

		@Override
		public void beforeCreate(TablePartitionConfig config, String partition, String from, String to) {
			call("beforeCreate " + partition + " " + from + " " + to);
		}

		@Override
		public void afterCreate(TablePartitionConfig config, PartitionInfo partition) {
			call("afterCreate " + partition.qualifiedName());
		}

		@Override
		public void beforeDetach(String table, PartitionInfo partition) {
			call("beforeDetach " + table + " " + partition.qualifiedName());
		}

		@Override
		public void afterDetach(String table, String partition) {
			call("afterDetach " + table + " " + partition);
		}

		@Override
		public void beforeDrop(String table, String partition) {
			call("beforeDrop " + table + " " + partition);
		}

		@Override
		public void afterDrop(String table, String partition) {
			call("afterDrop " + table + " " + partition);
		}

		@Override
		public void beforeAttach(TablePartitionConfig config, PartitionInfo partition) {
			call("beforeAttach " + partition.qualifiedName());
		}

		@Override
		public void afterAttach(TablePartitionConfig config, PartitionInfo partition) {
			call("afterAttach " + partition.qualifiedName());
		}

	}

	/** Fails in one phase. */
	private static final class Thrower implements PartitionLifecycleHooks {

		private final HookPhase phase;

		private final Throwable failure;

		Thrower(HookPhase phase, Throwable failure) {
			this.phase = phase;
			this.failure = failure;
		}

		@Override
		public void onEvent(PartitionEvent event) {
			if (event.phase() == this.phase) {
				Thrower.<RuntimeException>sneak(this.failure);
			}
		}

		@SuppressWarnings("unchecked")
		private static <E extends Throwable> void sneak(Throwable failure) throws E {
			throw (E) failure;
		}

	}

}
