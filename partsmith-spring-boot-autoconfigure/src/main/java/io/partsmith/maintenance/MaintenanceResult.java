package io.partsmith.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.partsmith.execution.ExecutionReport;
import io.partsmith.execution.Issue;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.LockTimes;
import org.jspecify.annotations.Nullable;

/**
 * What one run did to one table.
 *
 * @param id the table's id
 * @param runId identifies the run
 * @param scope what was asked for
 * @param at when it began, by the application's clock
 * @param duration how long it took
 * @param outcome what it came to
 * @param reason why
 * @param detail the reason with its particulars, for people
 * @param plan the plan it followed, or {@code null} where none could be made
 * @param report what became of the plan
 */
public record MaintenanceResult(String id, String runId, Scope scope, Instant at, Duration duration, Outcome outcome,
		RunReason reason, String detail, @Nullable MaintenancePlan plan, ExecutionReport report) {

	/**
	 * Whether nothing failed. A run that found nothing to do, or left something to a
	 * person, is a success.
	 * @return {@code false} if there is an error
	 */
	public boolean success() {
		return this.report.error() == null;
	}

	/**
	 * The first failure.
	 * @return the message, or {@code null}
	 */
	public @Nullable String error() {
		return this.report.error();
	}

	/**
	 * What needs a person.
	 * @return the issues
	 */
	public List<Issue> issues() {
		return this.report.issues();
	}

	/**
	 * The operations that were carried out.
	 * @return the operations in their order
	 */
	public List<Operation> done() {
		return this.report.done();
	}

	/**
	 * Units that were made.
	 * @return the number
	 */
	public int createdCount() {
		return this.report.count(OperationKind.CREATE);
	}

	/**
	 * Members that were completed inside of units.
	 * @return the number of members
	 */
	public int repairedCount() {
		return this.report.countRepaired();
	}

	/**
	 * Orphans that came back.
	 * @return the number of units
	 */
	public int attachedCount() {
		return this.report.count(OperationKind.ATTACH);
	}

	/**
	 * Units that were detached, pending detaches that were finalized included.
	 * @return the number
	 */
	public int detachedCount() {
		return this.report.count(OperationKind.DETACH) + this.report.count(OperationKind.FINALIZE);
	}

	/**
	 * Orphans that were dropped.
	 * @return the number of units
	 */
	public int droppedCount() {
		return this.report.count(OperationKind.DROP);
	}

	/**
	 * Partitions whose rows are kept in columns now, or in rows again.
	 * @return the number of tables
	 */
	public int convertedCount() {
		return this.report.count(OperationKind.CONVERT);
	}

	/**
	 * The price of the locks.
	 * @return how long the run waited for them, and others behind it
	 */
	public LockTimes locks() {
		return this.report.locks();
	}

}
