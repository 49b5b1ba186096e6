package io.partsmith.autoconfigure.metrics;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.partsmith.postgres.LockTimes;
import io.partsmith.execution.ExecutionReport;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Outcome;
import io.partsmith.maintenance.RunReason;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.NewPartition;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Parent;
import io.partsmith.plan.Reason;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.postgres.RowChange;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Window;
import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.table.LeafPattern;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.ForeignKeys;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Runs and operations become observations. */
class ObservationTest {

	private final List<Observation.Context> stopped = new ArrayList<>();

	private final MaintenanceObserver observer = new MaintenanceObserver(registry(), null);

	private final TablePartitionConfig config = new TablePartitionConfig("readings",
			RelationName.parse("public.readings"),
			new RangeScheme(List.of("id"), new Boundaries.Integers(BigInteger.TEN, BigInteger.ZERO)),
			Lifecycle.creating(new Creation.CreateAhead(1)));

	private final Operation operation = new Operation.Create(
			new Parent(this.config.table(), 1, null, ForeignKeys.NONE, List.of()),
			new NewPartition(RelationName.parse("readings__0"), new PartitionBounds.Range(List.of(), List.of()), null),
			LeafPattern.plain(this.config.table()), new Window(Position.Id.of(0), Position.Id.of(10)),
			Reason.CREATE_AHEAD, "wanted", false, false, null);

	private ObservationRegistry registry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				ObservationTest.this.stopped.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		return registry;
	}

	private void assertStopped(@Nullable Throwable error, String operation, String outcome, String reason) {
		assertThat(this.stopped).hasSize(1);
		Observation.Context context = this.stopped.get(0);
		assertThat(context.getName()).isEqualTo("partsmith.maintenance");
		assertThat(context.getContextualName()).isEqualTo(operation + " readings");
		assertThat(context.getError()).isEqualTo(error);
		assertThat(context.getLowCardinalityKeyValues()).containsExactlyInAnyOrderElementsOf(
				KeyValues.of("table", "readings", "operation", operation).and("outcome", outcome, "reason", reason));
	}

	@Test
	void aRunHasItsOutcomeAndReason() {
		MaintenanceResult result = new MaintenanceResult("readings", "run", Scope.RETIRE, Instant.EPOCH, Duration.ZERO,
				Outcome.SKIPPED, RunReason.LOCK_HELD, "held", null,
				new ExecutionReport(List.of(), List.of(), null, LockTimes.NONE));
		assertThat(this.observer.observe("readings", Scope.RETIRE, () -> result)).isSameAs(result);
		assertStopped(null, "retire", "skipped", "lock_held");
		assertThat(this.stopped.get(0).getHighCardinalityKeyValues()).isEmpty();
	}

	@Test
	void anOperationThatWasCarriedOutHasItsReason() {
		List<String> done = new ArrayList<>();
		this.observer.observe(this.config, this.operation, () -> done.add("it"));
		assertThat(done).hasSize(1);
		assertStopped(null, "create", "changed", "create_ahead");
		assertThat(this.stopped.get(0).getHighCardinalityKeyValues())
			.containsExactly(KeyValue.of("partition", "public.readings__0"));
	}

	@Test
	void aRefusedOperationIsBlocked() {
		PartitionOperationException refusal = new PartitionOperationException(FindingCode.RANGE_OVERLAP, "no", "next",
				"42P17", null);
		assertThatExceptionOfType(PartitionOperationException.class)
			.isThrownBy(() -> this.observer.observe(this.config, this.operation, () -> {
				throw refusal;
			}))
			.isSameAs(refusal);
		assertStopped(refusal, "create", "blocked", "range_overlap");
	}

	@Test
	void aFailedOperationHasTheCodeOfItsFailure() {
		PartitionOperationException failure = new PartitionOperationException(FindingCode.LOCK_NOT_AVAILABLE, "no",
				"next", "55P03", null);
		assertThatExceptionOfType(PartitionOperationException.class)
			.isThrownBy(() -> this.observer.observe(this.config, this.operation, () -> {
				throw failure;
			}));
		assertStopped(failure, "create", "failed", "lock_not_available");
	}

	@Test
	void aLookAtTheStatisticsSaysWhetherTheyWereRenewed() {
		Optional<RowChange> change = Optional.of(new RowChange(10, 5));
		assertThat(this.observer.observe("readings", () -> change)).isSameAs(change);
		assertStopped(null, "analyze", "changed", "needed");
		this.stopped.clear();
		assertThat(this.observer.observe("readings", Optional::empty)).isEmpty();
		assertStopped(null, "analyze", "converged", "converged");
		this.stopped.clear();
		PartitionOperationException failure = new PartitionOperationException(FindingCode.LOCK_NOT_AVAILABLE, "no",
				"next", "55P03", null);
		assertThatExceptionOfType(PartitionOperationException.class)
			.isThrownBy(() -> this.observer.observe("readings", () -> {
				throw failure;
			}));
		assertStopped(failure, "analyze", "failed", "lock_not_available");
	}

	@Test
	void anUnexpectedExceptionIsThrownOn() {
		IllegalStateException failure = new IllegalStateException("bug");
		assertThatIllegalStateException().isThrownBy(() -> this.observer.observe(this.config, this.operation, () -> {
			throw failure;
		})).isSameAs(failure);
		assertStopped(failure, "create", "failed", "statement_failed");
	}

	@Test
	void aConventionOfTheApplicationNamesTheKeys() {
		MaintenanceObservationConvention own = new MaintenanceObservationConvention() {

			@Override
			public String getName() {
				return "own.name";
			}

			@Override
			public KeyValues getLowCardinalityKeyValues(MaintenanceObservationContext context) {
				return KeyValues.of("own", context.table());
			}

		};
		new MaintenanceObserver(registry(), own).observe(this.config, this.operation, () -> {
		});
		assertThat(this.stopped.get(0).getName()).isEqualTo("own.name");
		assertThat(this.stopped.get(0).getLowCardinalityKeyValues()).containsExactly(KeyValue.of("own", "readings"));
	}

	@Test
	void withoutARegistryTheWorkIsDoneAllTheSame() {
		List<String> done = new ArrayList<>();
		new MaintenanceObserver(ObservationRegistry.NOOP, null).observe(this.config, this.operation,
				() -> done.add("it"));
		assertThat(done).hasSize(1);
	}

}
