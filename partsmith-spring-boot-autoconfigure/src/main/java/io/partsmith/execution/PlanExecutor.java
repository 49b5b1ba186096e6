package io.partsmith.execution;

import java.util.List;
import java.util.function.BooleanSupplier;

import io.partsmith.plan.MaintenancePlan;
import io.partsmith.postgres.PartitionRepository;
import io.partsmith.table.TablePartitionConfig;

/** Applies plans. */
public final class PlanExecutor {

	private final PartitionRepository repository;

	private final List<NamedHooks> hooks;

	private final OperationObserver observer;

	private final boolean continueOnError;

	/**
	 * An executor.
	 * @param repository carries operations out
	 * @param hooks every hook there is, in its order
	 * @param observer watches operations
	 * @param continueOnError whether a failure leaves the rest of the run going on
	 */
	public PlanExecutor(PartitionRepository repository, List<NamedHooks> hooks, OperationObserver observer,
			boolean continueOnError) {
		this.repository = repository;
		this.hooks = List.copyOf(hooks);
		this.observer = observer;
		this.continueOnError = continueOnError;
	}

	/**
	 * Applies a plan, one operation at a time. What the state of the table forbids
	 * becomes an issue; a failure ends the run, unless it continues on errors. An
	 * operation that builds on one that failed is left out.
	 * @param plan the plan, already cut to what is to be done
	 * @param config the table's configuration
	 * @param runId identifies the run
	 * @param mayGoOn asked before each operation; {@code false} ends the run
	 * @return what became of it; never throws for a failed operation
	 */
	public ExecutionReport execute(MaintenancePlan plan, TablePartitionConfig config, String runId,
			BooleanSupplier mayGoOn) {
		OperationRunner runner = new OperationRunner(this.repository, new HookChain(this.hooks, config), config, runId);
		return new PlanRun(plan, config, runner, this.observer, this.continueOnError).run(mayGoOn);
	}

}
