package io.partsmith.execution;

import io.partsmith.plan.Operation;
import io.partsmith.table.TablePartitionConfig;

/** Watches operations, for metrics and traces. */
@FunctionalInterface
public interface OperationObserver {

	/** Watches nothing. */
	OperationObserver NONE = (config, operation, work) -> work.run();

	/**
	 * Runs an operation with its hooks.
	 * @param config the table
	 * @param operation the operation
	 * @param work the operation itself; must be run exactly once, and what it throws must
	 * be thrown on
	 */
	void observe(TablePartitionConfig config, Operation operation, Runnable work);

}
