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
import org.jspecify.annotations.Nullable;

/** What the planners have written down so far. */
final class PlanDraft {

	private final List<Operation> operations = new ArrayList<>();

	private final Set<RelationName> drops = new HashSet<>();

	private final List<Finding> findings = new ArrayList<>();

	private final Knowledge knowledge;

	private final long mostMoved;

	private final Map<Lane, Set<Question>> questions = new EnumMap<>(Lane.class);

	private final @Nullable PlanDraft around;

	private final boolean making;

	PlanDraft() {
		this(Knowledge.NONE, Planner.MOST_MOVED);
	}

	PlanDraft(Knowledge knowledge, long mostMoved) {
		this(knowledge, mostMoved, null, false);
	}

	private PlanDraft(Knowledge knowledge, long mostMoved, @Nullable PlanDraft around, boolean making) {
		this.knowledge = knowledge;
		this.mostMoved = mostMoved;
		this.around = around;
		this.making = making;
	}

	/**
	 * A draft for what lies beneath a table that comes back. What is found and asked
	 * there belongs to this plan at once, and what is done once the table is back.
	 */
	PlanDraft within() {
		return new PlanDraft(this.knowledge, this.mostMoved, this, false);
	}

	/**
	 * A draft for where only creation is planned. What is found and asked for that
	 * belongs to this plan.
	 */
	PlanDraft making() {
		return new PlanDraft(this.knowledge, this.mostMoved, this, true);
	}

	Knowledge knowledge() {
		return this.knowledge;
	}

	/** The rows of a window that a run moves by itself, at most. */
	long mostMoved() {
		return this.mostMoved;
	}

	/** The rows that are moved out of a DEFAULT partition. */
	long movedFrom(RelationName source) {
		return this.operations.stream()
			.filter((operation) -> operation instanceof Operation.Move move && move.source().name().equals(source))
			.mapToLong((operation) -> ((Operation.Move) operation).rows())
			.sum();
	}

	/** Asks what would settle a verdict. */
	void ask(Lane lane, Verdict verdict) {
		verdict.open().forEach((question) -> ask(lane, question));
	}

	void ask(Lane lane, Question question) {
		if (this.around != null) {
			if (!this.making || lane == Lane.CREATE) {
				this.around.ask(lane, question);
			}
			return;
		}
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

	/** A catch-all makes room in an operation of its own. */
	private static boolean isCompletion(Operation operation) {
		return operation instanceof Operation.Create create && create.displaced() == null;
	}

	/** The operations as those beneath a table that is about to be attached. */
	Joined joined() {
		return new Joined(this.operations.stream()
			.filter(PlanDraft::isCompletion)
			.map(Operation.Create.class::cast)
			.map((create) -> new Completion(create.parent().name(), create.made(), create.leaves()))
			.toList(), this.operations.stream().filter((operation) -> !isCompletion(operation)).toList());
	}

	/** Whether the drop of a table was written down. */
	boolean drops(RelationName table) {
		return this.drops.contains(table) || this.around != null && this.around.drops(table);
	}

	void find(Finding finding) {
		if (this.around != null) {
			if (!this.making || finding.step() != Step.DETACH && finding.step() != Step.DROP) {
				this.around.find(finding);
			}
			return;
		}
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
