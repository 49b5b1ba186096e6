package io.partsmith.execution;

import java.util.List;

import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * What became of a plan.
 *
 * @param done the operations that were carried out, in their order
 * @param issues what needs a person
 * @param error the first failure, or {@code null}
 */
public record ExecutionReport(List<Operation> done, List<Issue> issues, @Nullable String error) {

	/**
	 * Copies the lists.
	 * @param done the operations that were carried out
	 * @param issues what needs a person
	 * @param error the first failure, or {@code null}
	 */
	public ExecutionReport {
		done = List.copyOf(done);
		issues = List.copyOf(issues);
	}

	/**
	 * Counts lifecycle units.
	 * @param kind what was done to them
	 * @return the number of operations of that kind, repairs left aside
	 */
	public int count(OperationKind kind) {
		return (int) this.done.stream()
			.filter((operation) -> operation.kind() == kind && !operation.isRepair())
			.count();
	}

	/**
	 * Counts members that were completed inside of units.
	 * @return the number of members
	 */
	public int countRepaired() {
		return this.done.stream()
			.mapToInt((operation) -> operation.isRepair() ? 1
					: (operation instanceof Operation.Attach attach) ? attach.completions().size() : 0)
			.sum();
	}

}
