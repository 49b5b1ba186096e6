package io.partsmith.autoconfigure.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Outcome;
import io.partsmith.maintenance.RunReason;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, in JSON.
 *
 * @param success whether it ran and nothing failed
 * @param error the first failure, or {@code null}
 * @param outcome what it came to
 * @param reason why
 * @param detail the reason with its particulars
 * @param createdCount units that were made
 * @param repairedCount members that were completed inside of units
 * @param attachedCount orphans that came back
 * @param detachedCount units that were detached
 * @param droppedCount orphans that were dropped
 * @param convertedCount partitions whose rows are kept in columns now, or in rows again
 * @param lockWaitMillis milliseconds it waited for locks
 * @param lockInflictedMillis milliseconds that other sessions waited behind it
 * @param operations what was carried out; where nothing was on purpose, what was planned
 * @param issues what needs a person
 * @param runId identifies the run
 * @param duration how long it took
 */
record ResultDescriptor(boolean success, @Nullable String error, String outcome, String reason, String detail,
		int createdCount, int repairedCount, int attachedCount, int detachedCount, int droppedCount, int convertedCount,
		long lockWaitMillis, long lockInflictedMillis, List<OperationDescriptor> operations,
		List<IssueDescriptor> issues, String runId, Duration duration) {

	static ResultDescriptor of(MaintenanceResult result, Function<Operation, List<String>> sql) {
		boolean locked = result.reason() == RunReason.LOCK_HELD;
		String error = locked ? "Another run holds the maintenance lock: " + result.detail() : result.error();
		return new ResultDescriptor(error == null, error, result.outcome().toString(), result.reason().toString(),
				result.detail(), result.createdCount(), result.repairedCount(), result.attachedCount(),
				result.detachedCount(), result.droppedCount(), result.convertedCount(), result.locks().waitMillis(),
				result.locks().inflictedMillis(),
				operations(result).stream().map((operation) -> OperationDescriptor.of(operation, false, sql)).toList(),
				result.issues().stream().map(IssueDescriptor::of).toList(), result.runId(), result.duration());
	}

	private static List<Operation> operations(MaintenanceResult result) {
		MaintenancePlan plan = result.plan();
		return (result.outcome() == Outcome.PLANNED && plan != null) ? plan.operations() : result.done();
	}

	/** Whether another run was in the way. */
	boolean isLockHeld() {
		return this.reason.equals(RunReason.LOCK_HELD.toString());
	}

}
