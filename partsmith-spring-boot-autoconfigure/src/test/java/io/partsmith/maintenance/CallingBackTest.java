package io.partsmith.maintenance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.partsmith.execution.HookLimits;
import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.PostgresLockManager;
import io.partsmith.postgres.RunRoom;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.Pool;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Hooks that call the service which has called them. */
@PostgresTest
@Timeout(120)
class CallingBackTest {

	private static final String MARCH = "2024-03-15T00:00:00Z";

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(1, 1));

	private final AtomicReference<PartitionLifecycleService> service = new AtomicReference<>();

	private final List<String> answers = new ArrayList<>();

	@BeforeEach
	void makeM(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2024_01"));
	}

	/**
	 * In a pool of two the run has one connection for its lock, and the other one does
	 * the work. Whoever waited for a third would wait for the hook.
	 */
	@ParameterizedTest
	@CsvSource({ "2, 0", "2, 30", "3, 0", "3, 30" })
	void aRunOfTheSameTableIsToldThatTheLockIsHeld(int connections, int limit, PostgresDatabase db) {
		HookLimits limits = (limit > 0) ? new HookLimits(Duration.ofSeconds(limit), Duration.ofSeconds(limit))
				: HookLimits.NONE;
		try (Pool pool = Pool.of(db, connections, true, "SELECT 1")) {
			this.service.set(Engine.on(db, MARCH)
				.over(pool)
				.with(new PostgresLockManager(pool, RunRoom.of(connections)))
				.with(new PartitionLifecycleHooks() {

					@Override
					public void onEvent(PartitionEvent event) {
						PartitionLifecycleService called = CallingBackTest.this.service.get();
						MaintenanceResult nested = called.maintain("t", Scope.MAINTAIN);
						CallingBackTest.this.answers.add(event.phase() + " " + nested.reason());
						if (event.phase() != HookPhase.AFTER_DROP) {
							assertThat(nested.detail()).startsWith("held by ");
						}
						assertThat(called.plan("t").operations()).isNotNull();
						assertThat(called.inspect()).hasSize(1);
					}

				}, limits)
				.service(T));
			MaintenanceResult result = this.service.get().maintain("t", Scope.MAINTAIN);
			assertThat(result.success()).as("%s", result.error()).isTrue();
			assertThat(result.issues()).isEmpty();
			assertThat(pool.inUse()).isZero();
		}
		assertThat(this.answers).containsExactly("BEFORE_CREATE lock_held", "AFTER_CREATE lock_held",
				"BEFORE_DETACH lock_held", "AFTER_DETACH lock_held", "BEFORE_DROP lock_held", "AFTER_DROP converged");
		assertThat(CatalogProbe.of(db).tables("public")).containsExactly("t", "t__2024_03");
	}

	/** The lanes are locked apart, so that a hook of one may ask for the other. */
	@Test
	void aCreationFromWithinARetirementIsDone(PostgresDatabase db) {
		try (Pool pool = Pool.of(db, 3, true, "SELECT 1")) {
			this.service.set(Engine.on(db, MARCH)
				.over(pool)
				.with(new PostgresLockManager(pool, RunRoom.of(3)))
				.with(new PartitionLifecycleHooks() {

					@Override
					public void afterDrop(String table, String partition) {
						CallingBackTest.this.answers
							.add(CallingBackTest.this.service.get().maintain("t", Scope.CREATE).outcome().toString());
					}

				})
				.service(T));
			assertThat(this.service.get().maintain("t", Scope.RETIRE).success()).isTrue();
		}
		assertThat(this.answers).containsExactly("changed");
		assertThat(CatalogProbe.of(db).tables("public")).containsExactly("t", "t__2024_03");
	}

}
