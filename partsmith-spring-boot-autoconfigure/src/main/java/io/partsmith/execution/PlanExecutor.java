package io.partsmith.execution;

import java.util.Optional;
import java.util.function.Supplier;

import io.partsmith.plan.MaintenancePlan;
import io.partsmith.postgres.LockLedger;
import io.partsmith.postgres.PartitionRepository;
import io.partsmith.table.TablePartitionConfig;

/** Applies plans. */
public final class PlanExecutor {

	private final PartitionRepository repository;

	private final Hooks hooks;

	private final OperationObserver observer;

	private final boolean continueOnError;

	/**
	 * An executor.
	 * @param repository carries operations out
	 * @param hooks every hook there is
	 * @param observer watches operations
	 * @param continueOnError whether a failure leaves the rest of the run going on
	 */
	public PlanExecutor(PartitionRepository repository, Hooks hooks, OperationObserver observer,
			boolean continueOnError) {
		this.repository = repository;
		this.hooks = hooks;
		this.observer = observer;
		this.continueOnError = continueOnError;
	}

	/**
	 * The same on another database.
	 * @param other carries operations out there
	 * @return an executor with the hooks, the observer and the rules of this one
	 */
	public PlanExecutor on(PartitionRepository other) {
		return new PlanExecutor(other, this.hooks, this.observer, this.continueOnError);
	}

	/**
	 * Applies a plan, one operation at a time. What the state of the table forbids
	 * becomes an issue; a failure ends the run, unless it continues on errors. An
	 * operation that builds on one that failed is left out.
	 * @param plan the plan, already cut to what is to be done
	 * @param config the table's configuration
	 * @param runId identifies the run
	 * @param ledger the ledger of the run's locks
	 * @param objection asked before each operation: why the run must end; empty if it may
	 * go on
	 * @return what became of it; never throws for a failed operation
	 */
	public ExecutionReport execute(MaintenancePlan plan, TablePartitionConfig config, String runId, LockLedger ledger,
			Supplier<Optional<String>> objection) {
		OperationRunner runner = new OperationRunner(this.repository, this.hooks.of(config), config, runId, ledger,
				plan.operations(), objection);
		return new PlanRun(plan, config, runner, this.observer, this.continueOnError).run(ledger, objection);
	}

}
