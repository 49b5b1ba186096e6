package io.partsmith.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.lifecycle.Question;
import io.partsmith.lifecycle.Verdict;
import io.partsmith.topology.RelationName;

/** What the planners have written down so far. */
final class PlanDraft {

	private final List<Operation> operations = new ArrayList<>();

	private final Set<RelationName> drops = new HashSet<>();

	private final List<Finding> findings = new ArrayList<>();

	private final Knowledge knowledge;

	private final Map<Lane, Set<Question>> questions = new EnumMap<>(Lane.class);

	PlanDraft() {
		this(Knowledge.NONE);
	}

	PlanDraft(Knowledge knowledge) {
		this.knowledge = knowledge;
	}

	Knowledge knowledge() {
		return this.knowledge;
	}

	/** Asks what would settle a verdict. */
	void ask(Lane lane, Verdict verdict) {
		verdict.open().forEach((question) -> ask(lane, question));
	}

	void ask(Lane lane, Question question) {
		this.questions.computeIfAbsent(lane, (key) -> new LinkedHashSet<>()).add(question);
	}

	Map<Lane, Set<Question>> questions() {
		return this.questions;
	}

	void add(Operation operation) {
		this.operations.add(operation);
		if (operation.kind() == OperationKind.DROP) {
			this.drops.add(operation.partition());
		}
	}

	/** Whether the drop of a table was written down. */
	boolean drops(RelationName table) {
		return this.drops.contains(table);
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
