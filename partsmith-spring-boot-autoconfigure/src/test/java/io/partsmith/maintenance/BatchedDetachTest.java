package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import io.partsmith.hook.PartitionInfo;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.maintenance.MaintenanceGuard.Objection;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.LockLedger;
import io.partsmith.postgres.PostgresPartitionRepository;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Results;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which partitions are marked in one transaction, and what that must not change. */
@PostgresTest
class BatchedDetachTest {

	private static final LocalDate FIRST = LocalDate.parse("2026-01-01");

	private static final int DAYS = 60;

	private static final String TODAY = FIRST.plusDays(DAYS) + "T00:00:00Z";

	private final TablePartitionConfig daily = Tables.times("t", "public.t", Granularity.DAY, Tables.aheadKeep(1, 1));

	private final List<String> statements = Collections.synchronizedList(new ArrayList<>());

	private static String name(int day) {
		return "t__" + FIRST.plusDays(day).toString().replace('-', '_');
	}

	private Engine engine(PostgresDatabase db) {
		List<String> sql = new ArrayList<>(List.of(Tables.M));
		for (int day = 0; day <= DAYS; day++) {
			sql.add("CREATE TABLE " + name(day) + " PARTITION OF t FOR VALUES FROM ('" + FIRST.plusDays(day)
					+ " 00:00:00+00') TO ('" + FIRST.plusDays(day + 1) + " 00:00:00+00')");
		}
		db.execute(sql.toArray(String[]::new));
		return Engine.on(db, TODAY).over(db.recording(this.statements));
	}

	/** How many markers each statement wrote. */
	private List<Integer> widths() {
		return this.statements.stream()
			.filter((sql) -> sql.startsWith("COMMENT ON TABLE"))
			.map((sql) -> sql.split("COMMENT ON TABLE").length - 1)
			.toList();
	}

	private static long marked(PostgresDatabase db) {
		return (Long) db.queryOne("SELECT count(*) FROM pg_inherits WHERE inhparent = 't'::regclass"
				+ " AND obj_description(inhrelid, 'pg_class') IS NOT NULL");
	}

	/** At the turn of one partition's detach. */
	private static Engine at(Engine engine, int day, Runnable action) {
		return engine.observedBy((config, operation, work) -> {
			if (operation.kind() == OperationKind.DETACH && operation.partition().name().equals(name(day))) {
				action.run();
			}
			work.run();
		});
	}

	@Test
	void manyAreMarkedInATransactionOfBoundedWidth(PostgresDatabase db) {
		MaintenanceResult result = engine(db).run(this.daily);
		assertThat(result.error()).isNull();
		assertThat(result.droppedCount()).isEqualTo(DAYS);
		assertThat(widths()).containsExactly(50, 10);
		assertThat(CatalogProbe.of(db).partitions("t")).hasSize(1);
		Results.assertConverged(Engine.on(db, TODAY), this.daily);
	}

	@Test
	void eachIsMarkedAloneBetweenItsHooks(PostgresDatabase db) {
		List<String> told = new ArrayList<>();
		MaintenanceResult result = engine(db).with(new PartitionLifecycleHooks() {

			@Override
			public void beforeDetach(String tableName, PartitionInfo partition) {
				told.add(partition + " " + marked(db));
			}

		}).run(this.daily);
		assertThat(result.droppedCount()).isEqualTo(DAYS);
		assertThat(widths()).hasSize(DAYS).containsOnly(1);
		assertThat(told).hasSize(DAYS).allMatch((it) -> it.endsWith(" 0"));
	}

	/** Much may have happened to it since. */
	@Test
	void whatWasMarkedLongAgoIsLookedAtAndMarkedAgain(PostgresDatabase db) {
		Engine engine = at(engine(db), 1, () -> {
			db.execute("ALTER TABLE t DETACH PARTITION " + name(1), "DROP TABLE " + name(1),
					"CREATE TABLE " + name(1) + " PARTITION OF t FOR VALUES FROM ('2020-01-01Z') TO ('2020-01-02Z')");
			sleep(Duration.ofMillis(1_100));
		}).continuingOnError();
		MaintenanceResult result = engine.run(this.daily);
		assertThat(result.droppedCount()).isEqualTo(DAYS - 1);
		assertThat(Results.issues(result)).containsExactly("detach plan_stale " + name(1));
		assertThat(widths()).startsWith(50, 1).endsWith(10).doesNotContain(2);
		assertThat(CatalogProbe.of(db).partitions("t")).contains(name(1)).hasSize(2);
		assertThat(marked(db)).isZero();
	}

	@Test
	void oneThatIsInUseIsMarkedAloneAndKeepsNoOther(PostgresDatabase db) throws SQLException {
		Engine engine = engine(db).continuingOnError();
		try (Connection other = db.connect()) {
			other.setAutoCommit(false);
			other.createStatement().execute("LOCK TABLE " + name(7) + " IN SHARE UPDATE EXCLUSIVE MODE");
			MaintenanceResult result = engine.run(this.daily, Scope.RETIRE);
			assertThat(result.droppedCount()).isEqualTo(DAYS - 1);
			assertThat(Results.issues(result)).containsExactly("detach lock_not_available " + name(7));
			other.rollback();
		}
		assertThat(marked(db)).isZero();
		assertThat(Engine.on(db, TODAY).run(this.daily).droppedCount()).isEqualTo(1);
	}

	/** Somebody who detaches it by hand one day must not find it dropped. */
	@Test
	void aRunThatEndsTakesTheMarkersOffWhatItDoesNotComeTo(PostgresDatabase db) {
		Engine engine = at(engine(db), 3,
				() -> db.execute(
						"CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS"
								+ " $$ BEGIN IF current_query() ~ 'DETACH' THEN RAISE 'no'; END IF; END $$",
						"CREATE EVENT TRIGGER refuse ON ddl_command_start EXECUTE FUNCTION refuse()"));
		MaintenanceResult result = engine.run(this.daily);
		assertThat(result.error()).contains(name(3));
		assertThat(CatalogProbe.of(db).partitions("t")).hasSize(DAYS + 1 - 3);
		assertThat(widths()).startsWith(50);
		assertThat(marked(db)).isZero();
		db.execute("DROP EVENT TRIGGER refuse");
		assertThat(Engine.on(db, TODAY).run(this.daily).droppedCount()).isEqualTo(DAYS);
	}

	@Test
	void aRunThatIsStoppedLeavesThemToTheNext(PostgresDatabase db) {
		AtomicReference<Objection> objection = new AtomicReference<>();
		Engine engine = at(engine(db), 3, () -> objection.set(new Objection(RunReason.NO_LEADER, "a switchover")))
			.guardedBy(() -> Optional.ofNullable(objection.get()));
		MaintenanceResult result = engine.run(this.daily);
		assertThat(result.error()).contains("a switchover");
		assertThat(marked(db)).isEqualTo(46);
		TablePartitionConfig keeping = Tables.times("t", "public.t", Granularity.DAY, Tables.aheadKeep(1, 57));
		assertThat(Engine.on(db, TODAY).run(keeping).error()).isNull();
		assertThat(marked(db)).isZero();
		assertThat(CatalogProbe.of(db).partitions("t")).hasSize(57);
	}

	@Test
	void theMarkersOfAnotherRunStay(PostgresDatabase db) {
		Engine engine = engine(db);
		PostgresPartitionRepository repository = new PostgresPartitionRepository(db.dataSource(),
				ExecutionSettings.DEFAULT);
		List<Operation.Detach> ours = detaches(engine);
		List<Operation.Detach> others = detaches(Engine.on(db, FIRST.plusDays(DAYS) + "T00:00:01Z"));
		try (LockLedger one = LockLedger.open(); LockLedger other = LockLedger.open()) {
			repository.mark(ours.subList(0, 9), one);
			repository.mark(others.subList(3, 5), other);
			repository.takeBack(one);
			assertThat(marked(db)).isEqualTo(2);
			repository.takeBack(other);
			assertThat(marked(db)).isZero();
		}
	}

	private List<Operation.Detach> detaches(Engine engine) {
		return engine.service(this.daily)
			.plan("t")
			.operations()
			.stream()
			.filter(Operation.Detach.class::isInstance)
			.map(Operation.Detach.class::cast)
			.toList();
	}

	private static void sleep(Duration time) {
		try {
			Thread.sleep(time.toMillis());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
