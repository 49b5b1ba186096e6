package io.partsmith.autoconfigure.metrics;

import java.util.Optional;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.partsmith.execution.HookAbortException;
import io.partsmith.execution.OperationObserver;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Outcome;
import io.partsmith.maintenance.RunObserver;
import io.partsmith.maintenance.RunReason;
import io.partsmith.maintenance.StatisticsObserver;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.postgres.RowChange;
import io.partsmith.table.TablePartitionConfig;
import org.jspecify.annotations.Nullable;

/** Turns runs and operations into observations. */
final class MaintenanceObserver {

	private static final MaintenanceObservationConvention DEFAULT = new DefaultMaintenanceObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable MaintenanceObservationConvention convention;

	MaintenanceObserver(ObservationRegistry registry, @Nullable MaintenanceObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	/** As {@link RunObserver}. */
	MaintenanceResult observe(String id, Scope scope, Supplier<MaintenanceResult> run) {
		MaintenanceObservationContext context = new MaintenanceObservationContext(id, scope.toString(), null);
		return observation(context).observe(() -> {
			MaintenanceResult result = run.get();
			context.ended(result.outcome(), result.reason());
			return result;
		});
	}

	/** As {@link OperationObserver}. */
	void observe(TablePartitionConfig config, Operation operation, Runnable work) {
		MaintenanceObservationContext context = new MaintenanceObservationContext(config.id(),
				operation.kind().toString(), operation.partition().toString());
		observation(context).observe(() -> {
			try {
				work.run();
				context.ended(Outcome.CHANGED, operation.reason());
			}
			catch (PartitionOperationException ex) {
				context.ended(ex.isRefusal() ? "blocked" : Outcome.FAILED, ex.code());
				throw ex;
			}
			catch (HookAbortException ex) {
				context.ended(Outcome.FAILED, FindingCode.HOOK_FAILED);
				throw ex;
			}
			catch (RuntimeException ex) {
				context.ended(Outcome.FAILED, FindingCode.STATEMENT_FAILED);
				throw ex;
			}
		});
	}

	/** As {@link StatisticsObserver}. */
	Optional<RowChange> observe(String id, Supplier<Optional<RowChange>> work) {
		MaintenanceObservationContext context = new MaintenanceObservationContext(id, "analyze", null);
		return observation(context).observe(() -> {
			try {
				Optional<RowChange> change = work.get();
				context.ended(change.isPresent() ? Outcome.CHANGED : Outcome.CONVERGED,
						change.isPresent() ? RunReason.NEEDED : RunReason.CONVERGED);
				return change;
			}
			catch (PartitionOperationException ex) {
				context.ended(Outcome.FAILED, ex.code());
				throw ex;
			}
		});
	}

	private Observation observation(MaintenanceObservationContext context) {
		return MaintenanceObservation.MAINTENANCE.observation(this.convention, DEFAULT, () -> context, this.registry);
	}

}
