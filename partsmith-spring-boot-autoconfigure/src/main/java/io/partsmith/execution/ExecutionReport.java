package io.partsmith.execution;

import java.util.List;

import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.postgres.LockTimes;
import org.jspecify.annotations.Nullable;

/**
 * What became of a plan.
 *
 * @param done the operations that were carried out, in their order
 * @param issues what needs a person
 * @param error the first failure, or {@code null}
 * @param locks what its locks have cost
 * @param moved the rows that went into another table
 */
public record ExecutionReport(List<Operation> done, List<Issue> issues, @Nullable String error, LockTimes locks,
		MovedRows moved) {

	/**
	 * Copies the lists.
	 * @param done the operations that were carried out
	 * @param issues what needs a person
	 * @param error the first failure, or {@code null}
	 * @param locks what its locks have cost
	 * @param moved the rows that went into another table
	 */
	public ExecutionReport {
		done = List.copyOf(done);
		issues = List.copyOf(issues);
	}

	/**
	 * A report of a plan that moves nothing out of the table.
	 * @param done the operations that were carried out
	 * @param issues what needs a person
	 * @param error the first failure, or {@code null}
	 * @param locks what its locks have cost
	 */
	public ExecutionReport(List<Operation> done, List<Issue> issues, @Nullable String error, LockTimes locks) {
		this(done, issues, error, locks, MovedRows.NONE);
	}

	/**
	 * Counts lifecycle units.
	 * @param kind what was done to them
	 * @return the number of operations of that kind, repairs left aside
	 */
	public int count(OperationKind kind) {
		return (int) this.done.stream()
			.filter((operation) -> (operation.kind() == kind || operation.effect() == kind) && !operation.isRepair())
			.count();
	}

	/**
	 * Counts members that were completed inside of units.
	 * @return the number of members
	 */
	public int countRepaired() {
		return this.done.stream().mapToInt((operation) -> operation.isRepair() ? 1 : completions(operation)).sum();
	}

	private static int completions(Operation operation) {
		if (operation instanceof Operation.Move move) {
			return completions(move.into());
		}
		return (operation instanceof Operation.Attach attach) ? attach.completions().size() : 0;
	}

}
