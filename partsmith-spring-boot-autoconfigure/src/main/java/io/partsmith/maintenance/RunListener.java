package io.partsmith.maintenance;

/** Is told of the end of every run. */
@FunctionalInterface
public interface RunListener {

	/**
	 * The run of one table has ended, and its lock is free again. Rehearsals are no runs.
	 * @param result what it came to; what is thrown here is logged and changes nothing of
	 * it
	 */
	void ended(MaintenanceResult result);

}
