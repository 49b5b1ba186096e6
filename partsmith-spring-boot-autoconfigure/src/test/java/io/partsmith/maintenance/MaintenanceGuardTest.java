package io.partsmith.maintenance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.maintenance.MaintenanceGuard.Objection;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A node that may not maintain does nothing, and says why. */
@PostgresTest
class MaintenanceGuardTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static final Objection WORKER = new Objection(RunReason.NOT_COORDINATOR, "this is a worker of group 1");

	private final TablePartitionConfig table = Tables.monthly(Tables.aheadKeep(3, 3));

	@BeforeEach
	void table(PostgresDatabase db) {
		db.execute(Tables.M);
	}

	private static int partitions(PostgresDatabase db) {
		return db
			.queryOne("SELECT count(*)::int FROM pg_inherits JOIN pg_class r ON r.oid = inhrelid AND relkind = 'r'");
	}

	@Test
	void whereItObjectsNothingIsSent(PostgresDatabase db) {
		List<String> statements = Collections.synchronizedList(new ArrayList<>());
		MaintenanceResult result = Engine.on(db, TODAY)
			.over(db.recording(statements))
			.guardedBy(() -> Optional.of(WORKER))
			.run(this.table);
		assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
		assertThat(result.reason()).hasToString("not_coordinator");
		assertThat(result.detail()).isEqualTo("this is a worker of group 1");
		assertThat(result.success()).isTrue();
		assertThat(statements).isEmpty();
	}

	@Test
	void aPlanThatWasApprovedIsNotAppliedEither(PostgresDatabase db) {
		PartitionLifecycleService service = Engine.on(db, TODAY)
			.guardedBy(() -> Optional.of(WORKER))
			.service(this.table);
		MaintenanceResult result = service.apply(service.plan("t"));
		assertThat(result.reason()).isEqualTo(RunReason.NOT_COORDINATOR);
		assertThat(service.maintain("t", Scope.CREATE).reason()).isEqualTo(RunReason.NOT_COORDINATOR);
		assertThat(partitions(db)).isZero();
	}

	@Test
	void itEndsARunBetweenTwoOperationsAndTheNextOneConverges(PostgresDatabase db) {
		db.execute(Tables.month("2026_01"));
		AtomicInteger asked = new AtomicInteger();
		// Before the run, before the lock, before what is created together; then it
		// objects.
		MaintenanceResult stopped = Engine.on(db, TODAY)
			.guardedBy(() -> (asked.incrementAndGet() < 4) ? Optional.empty()
					: Optional.of(new Objection(RunReason.NO_LEADER, "the cluster has no leader")))
			.run(this.table);
		assertThat(stopped.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(stopped.reason()).isEqualTo(RunReason.NO_LEADER);
		assertThat(stopped.error()).contains("stopped before detach of public.").endsWith("the cluster has no leader");
		assertThat(stopped.createdCount()).isPositive().isEqualTo(partitions(db) - 1);
		assertThat(asked).hasValue(4);
		MaintenanceResult next = Engine.on(db, TODAY).run(this.table);
		assertThat(next.detachedCount()).isOne();
		assertThat(next.createdCount()).isZero();
		assertThat(Engine.on(db, TODAY).run(this.table).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void itIsAskedAgainBehindAHookThatTookLong(PostgresDatabase db) {
		AtomicReference<Objection> objection = new AtomicReference<>();
		MaintenanceResult stopped = Engine.on(db, TODAY)
			.guardedBy(() -> Optional.ofNullable(objection.get()))
			.with(new PartitionLifecycleHooks() {
				@Override
				public void beforeCreate(TablePartitionConfig config, String name, String from, String to) {
					objection.set(WORKER);
				}
			})
			.run(this.table);
		assertThat(stopped.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(stopped.reason()).isEqualTo(RunReason.NOT_COORDINATOR);
		assertThat(stopped.error()).contains("stopped behind the hooks, before create of public.t__")
			.endsWith("this is a worker of group 1");
		assertThat(partitions(db)).isZero();
	}

	@Test
	void whereItObjectsNothingIsAdopted(PostgresDatabase db) {
		db.execute("CREATE TABLE public.t__2020_01 (LIKE public.t)");
		TablePartitions partitions = Engine.on(db, TODAY)
			.guardedBy(() -> Optional.of(WORKER))
			.service(this.table)
			.partitions("t");
		RelationName old = RelationName.parse("public.t__2020_01");
		assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> partitions.adopt(old))
			.withMessage("Adoption of public.t__2020_01 for public.t is refused: this is a worker of group 1"
					+ " (not_coordinator)");
		assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> partitions.dropUnmarked(old));
		assertThat(db.<String>queryOne("SELECT obj_description('public.t__2020_01'::regclass)")).isNull();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void whereItCannotTellNothingIsDone(PostgresDatabase db, CapturedOutput log) {
		MaintenanceResult result = Engine.on(db, TODAY).guardedBy(() -> {
			throw new DataAccessResourceFailureException("Connection refused");
		}).run(this.table);
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.error()).contains("may maintain could not be told: Connection refused");
		assertThat(log).contains("so that nothing more is done: Connection refused").doesNotContain("\tat ");
		assertThat(partitions(db)).isZero();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void whatWasDoneBeforeItFailedIsReported(PostgresDatabase db, CapturedOutput log) {
		db.execute(Tables.month("2026_01"));
		AtomicInteger asked = new AtomicInteger();
		MaintenanceResult result = Engine.on(db, TODAY).guardedBy(() -> {
			if (asked.incrementAndGet() < 4) {
				return Optional.empty();
			}
			throw new IllegalStateException();
		}).run(this.table);
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.error()).contains("could not be told", "IllegalStateException");
		assertThat(result.createdCount()).isPositive().isEqualTo(partitions(db) - 1);
		assertThat(log).contains("maintenance guard failed")
			.contains("at io.partsmith.maintenance.MaintenanceGuardTest");
	}

	@Test
	void theFirstOfSeveralThatObjectsIsHeard() {
		MaintenanceGuard all = MaintenanceGuard.all(List.of(MaintenanceGuard.NONE, () -> Optional.of(WORKER), () -> {
			throw new IllegalStateException("not asked");
		}));
		assertThat(all.objection()).hasValue(WORKER);
		assertThat(MaintenanceGuard.all(List.of())).isSameAs(MaintenanceGuard.NONE);
	}

}
