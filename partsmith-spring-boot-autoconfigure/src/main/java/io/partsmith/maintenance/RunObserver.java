package io.partsmith.maintenance;

import java.util.function.Supplier;

import io.partsmith.plan.Scope;

/** Watches the runs of tables, for metrics and traces. */
@FunctionalInterface
public interface RunObserver {

	/** Watches nothing. */
	RunObserver NONE = (id, scope, run) -> run.get();

	/**
	 * Runs a table's maintenance.
	 * @param id the table's id
	 * @param scope what was asked for
	 * @param run the run itself; must be run exactly once, and what it returns returned
	 * @return its result
	 */
	MaintenanceResult observe(String id, Scope scope, Supplier<MaintenanceResult> run);

}
