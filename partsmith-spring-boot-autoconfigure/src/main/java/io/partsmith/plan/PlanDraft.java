package io.partsmith.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the planners have written down so far. */
final class PlanDraft {

	private final List<Operation> operations = new ArrayList<>();

	private final List<Finding> findings = new ArrayList<>();

	void add(Operation operation) {
		this.operations.add(operation);
	}

	void find(Finding finding) {
		this.findings.add(finding);
	}

	/**
	 * The operations in the order of a run: what inserts need first; a pending detach is
	 * finalized before anything is attached or detached, because PostgreSQL keeps its
	 * range taken and allows only one; a drop stands behind all detaches.
	 */
	List<Operation> operations() {
		return this.operations.stream().sorted(Comparator.comparing(Operation::kind)).toList();
	}

	List<Finding> findings() {
		return this.findings;
	}

}
