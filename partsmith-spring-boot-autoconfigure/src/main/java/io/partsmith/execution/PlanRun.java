package io.partsmith.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.plan.Severity;
import io.partsmith.postgres.LockLedger;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.table.TablePartitionConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One plan being applied. */
final class PlanRun {

	private static final Logger log = LoggerFactory.getLogger(PlanRun.class);

	private final MaintenancePlan plan;

	private final TablePartitionConfig config;

	private final OperationRunner runner;

	private final OperationObserver observer;

	private final boolean continueOnError;

	private final List<Operation> done = new ArrayList<>();

	private final List<Issue> issues = new ArrayList<>();

	/** What was not carried out. */
	private final List<Operation> unfinished = new ArrayList<>();

	/** Whether something failed that is not a matter of the table's state. */
	private boolean failed;

	private @Nullable String error;

	PlanRun(MaintenancePlan plan, TablePartitionConfig config, OperationRunner runner, OperationObserver observer,
			boolean continueOnError) {
		this.plan = plan;
		this.config = config;
		this.runner = runner;
		this.observer = observer;
		this.continueOnError = continueOnError;
	}

	ExecutionReport run(LockLedger ledger, Supplier<Optional<String>> objection) {
		tell();
		this.issues.addAll(Issue.of(this.plan));
		boolean created = true;
		boolean ended = false;
		for (Operation operation : this.plan.operations()) {
			if (created && operation.kind() != OperationKind.CREATE && operation.kind() != OperationKind.MOVE) {
				// Whatever an insert may need was attempted: now a window that the
				// planner could not plan for counts.
				created = false;
				failForUrgentFindings();
			}
			if (this.runner.isDone(operation)) {
				// It was made together with an earlier one, whatever has happened since.
				attempt(operation);
				continue;
			}
			if (ended || mustEndBefore(operation)) {
				ended = true;
				continue;
			}
			if (this.unfinished.stream().anyMatch(operation::buildsOn)) {
				this.unfinished.add(operation);
				if (operation.urgent()) {
					fail(operation.kind() + " of " + operation.partition() + " was left out behind what was not done");
				}
				continue;
			}
			Optional<String> stop = objection.get();
			if (stop.isPresent()) {
				fail("The run was stopped before " + operation.kind() + " of " + operation.partition() + ": "
						+ stop.get());
				ended = true;
				continue;
			}
			attempt(operation);
		}
		failForUrgentFindings();
		return new ExecutionReport(this.done, this.issues, this.error, ledger.times(), this.runner.moved());
	}

	/** What needs a person is told in every run, until it is mended. */
	private void tell() {
		for (Finding finding : this.plan.findings()) {
			if (finding.urgent()) {
				log.error("{} {}: {}. Next: {}", this.plan.table(), finding.code(), finding.message(), finding.next());
			}
			else if (finding.severity() == Severity.WARNING) {
				log.warn("{} {}: {}. Next: {}", this.plan.table(), finding.code(), finding.message(), finding.next());
			}
		}
	}

	/**
	 * A failure ends the run. What the state of the table forbids does not keep the other
	 * windows from being made, but where an insert is at stake nothing is retired.
	 */
	private boolean mustEndBefore(Operation operation) {
		boolean makes = operation.effect() == OperationKind.CREATE || operation.effect() == OperationKind.ATTACH;
		return !this.continueOnError && (this.failed || this.error != null && !makes);
	}

	private void failForUrgentFindings() {
		this.plan.findings()
			.stream()
			.filter(Finding::urgent)
			.findFirst()
			.ifPresent((finding) -> fail(finding.message()));
	}

	private void attempt(Operation operation) {
		try {
			observed(operation);
			this.done.add(operation);
			log.info("{} {} ({}: {})", pastOf(operation), operation.partition(), operation.reason(),
					operation.detail());
		}
		catch (PartitionOperationException ex) {
			boolean failure = !ex.isRefusal() || operation.urgent();
			log.debug("Could not {} {}", operation.kind(), operation.partition(), ex);
			this.failed |= !ex.isRefusal();
			record(operation, ex.code(), ex, ex.next(), ex.sqlState(), failure);
		}
		catch (HookAbortException ex) {
			this.failed = true;
			log.warn("A hook refused to {} {}", operation.kind(), operation.partition(), ex);
			record(operation, FindingCode.HOOK_FAILED, ex, ex.next(), null, true);
		}
		catch (RuntimeException ex) {
			this.failed = true;
			log.warn("{} of {} failed", operation.kind(), operation.partition(), ex);
			record(operation, FindingCode.STATEMENT_FAILED, ex, "See the log; the next run tries again", null, true);
		}
	}

	/**
	 * An observer that fails must not keep an operation from being done, nor one that is
	 * done from being told.
	 */
	private void observed(Operation operation) {
		Once work = new Once(() -> this.issues.addAll(this.runner.run(operation)));
		try {
			this.observer.observe(this.config, operation, work);
		}
		catch (RuntimeException ex) {
			if (ex != work.failure()) {
				log.warn("{} of {} could not be observed", operation.kind(), operation.partition(), ex);
			}
		}
		work.done();
	}

	private void record(Operation operation, FindingCode code, RuntimeException ex, String next,
			@Nullable String sqlState, boolean failure) {
		this.unfinished.add(operation);
		String message = (ex.getMessage() != null) ? ex.getMessage() : ex.toString();
		this.issues.add(new Issue(code, operation.step(), operation.partition(), message, next, sqlState));
		if (failure) {
			fail(message);
			log.error("Could not {} {} of {}: {}. Next: {}", operation.kind(), operation.partition(), this.plan.table(),
					message, next);
		}
		else {
			log.warn("Could not {} {} of {}: {}. Next: {}", operation.kind(), operation.partition(), this.plan.table(),
					message, next);
		}
	}

	private void fail(String message) {
		if (this.error == null) {
			this.error = message;
		}
	}

	private static String pastOf(Operation operation) {
		return switch (operation.kind()) {
			case CREATE -> "Created";
			case MOVE -> (operation instanceof Operation.Empty) ? "Moved rows out of" : "Moved rows into";
			case FINALIZE -> "Finalized the detach of";
			case ATTACH -> "Attached";
			case DETACH -> "Detached";
			case DROP -> "Dropped";
			case CONVERT -> "Converted";
		};
	}

}
