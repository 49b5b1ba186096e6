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
	 * @return the number of operations of that kind
	 */
	public int count(OperationKind kind) {
		return (int) this.done.stream().filter((operation) -> operation.kind() == kind).count();
	}

}
