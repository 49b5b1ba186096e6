package io.partsmith.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import io.partsmith.execution.ExecutionReport;
import io.partsmith.execution.Issue;
import io.partsmith.plan.FindingCode;
import io.partsmith.execution.Issue;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Scope;
import io.partsmith.plan.Step;
import io.partsmith.postgres.LockAttempt;
import io.partsmith.postgres.LockTimes;
import io.partsmith.postgres.SqlStates;
import io.partsmith.table.TablePartitionConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of one table, from its begin to its result. */
final class TableRun {

	private static final Logger log = LoggerFactory.getLogger(TableRun.class);

	private static final ExecutionReport NOTHING = new ExecutionReport(List.of(), List.of(), null, LockTimes.NONE);

	private final TablePartitionConfig config;

	private final Scope scope;

	private final Instant at;

	private final String runId = UUID.randomUUID().toString();

	private final long begin = System.nanoTime();

	TableRun(TablePartitionConfig config, Scope scope, Instant at) {
		this.config = config;
		this.scope = scope;
		this.at = at;
	}

	TablePartitionConfig config() {
		return this.config;
	}

	String runId() {
		return this.runId;
	}

	/** The result of the work; what it throws becomes a failure of this table alone. */
	MaintenanceResult guard(Supplier<MaintenanceResult> work) {
		try {
			return work.get();
		}
		catch (RuntimeException | Error ex) {
			log.error("The {} run of {} failed; the next run tries again", this.scope, this.config.table(), ex);
			return failed(ex);
		}
	}

	MaintenanceResult failed(Throwable ex) {
		Throwable root = (ex.getCause() != null) ? ex.getCause() : ex;
		String state = SqlStates.of(ex);
		String error = this.scope + " of " + this.config.table() + " failed"
				+ ((state != null) ? " [" + state + "]: " : ": ") + root.getMessage();
		Issue issue = new Issue(FindingCode.STATEMENT_FAILED, Step.PLAN, null, error,
				"See the log, and whether the database answers; the next run tries again", state);
		return result(Outcome.FAILED, RunReason.ERROR, error, null,
				new ExecutionReport(List.of(), List.of(issue), error, LockTimes.NONE));
	}

	MaintenanceResult skipped(RunReason reason, String detail, MaintenancePlan plan) {
		return result(Outcome.SKIPPED, reason, detail, plan, NOTHING);
	}

	/** Not done for want of a connection, which nobody may take for a success. */
	MaintenanceResult crowdedOut(LockAttempt.NoRoom none, MaintenancePlan plan) {
		String error = "The " + this.scope + " run of " + this.config.table() + " did nothing: " + none.why();
		log.warn("{}. Next: {}", error, none.next());
		Issue issue = new Issue(FindingCode.LOCK_NOT_AVAILABLE, Step.PLAN, null, error, none.next(), null);
		return result(Outcome.FAILED, RunReason.NO_ROOM, error, plan,
				new ExecutionReport(List.of(), List.of(issue), error, LockTimes.NONE));
	}

	MaintenanceResult planned(RunReason reason, MaintenancePlan plan) {
		return result(Outcome.PLANNED, reason, plan.operations().size() + " operation(s) planned, none carried out",
				plan, new ExecutionReport(List.of(), Issue.of(plan), null, LockTimes.NONE));
	}

	/** Not done because a guard objects; where nobody can tell, that is a failure. */
	MaintenanceResult objected(MaintenanceGuard.Objection objection, @Nullable MaintenancePlan plan) {
		if (objection.reason() != RunReason.ERROR) {
			return result(Outcome.SKIPPED, objection.reason(), objection.detail(), plan, NOTHING);
		}
		String error = "The " + this.scope + " run of " + this.config.table() + " did nothing: " + objection.detail();
		Issue issue = new Issue(FindingCode.STATEMENT_FAILED, Step.PLAN, null, error,
				"See the log, and whether the database answers; the next run tries again", null);
		return result(Outcome.FAILED, RunReason.ERROR, error, plan,
				new ExecutionReport(List.of(), List.of(issue), error, LockTimes.NONE));
	}

	MaintenanceResult executed(MaintenancePlan plan, ExecutionReport report, Permit permit) {
		String error = report.error();
		if (error != null) {
			RunReason reason = permit.objection().map(MaintenanceGuard.Objection::reason).orElse(RunReason.ERROR);
			return result(Outcome.FAILED, reason, error, plan, report);
		}
		if (!report.done().isEmpty()) {
			return result(Outcome.CHANGED, RunReason.NEEDED, report.done().size() + " operation(s) carried out", plan,
					report);
		}
		boolean blocked = !report.issues().isEmpty();
		return result(blocked ? Outcome.BLOCKED : Outcome.CONVERGED, blocked ? RunReason.BLOCKED : RunReason.CONVERGED,
				blocked ? report.issues().size() + " issue(s) need a person" : "everything is as configured", plan,
				report);
	}

	private MaintenanceResult result(Outcome outcome, RunReason reason, String detail, @Nullable MaintenancePlan plan,
			ExecutionReport report) {
		return new MaintenanceResult(this.config.id(), this.runId, this.scope, this.at,
				Duration.ofMillis((System.nanoTime() - this.begin) / 1_000_000), outcome, reason, detail, plan, report);
	}

}
