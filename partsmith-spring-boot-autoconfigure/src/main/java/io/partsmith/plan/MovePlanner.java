package io.partsmith.plan;

import java.util.List;
import java.util.Objects;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Candidate;
import io.partsmith.lifecycle.Measure;
import io.partsmith.lifecycle.Question;
import io.partsmith.table.LeafPattern;
import io.partsmith.topology.Partition;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.TableShape;

/**
 * Decides whether what is put into its place takes rows along that lie in DEFAULT, which
 * PostgreSQL would refuse to attach it beside (23514).
 */
final class MovePlanner {

	private final Survey survey;

	private final PlanDraft draft;

	MovePlanner(Survey survey, PlanDraft draft) {
		this.survey = survey;
		this.draft = draft;
	}

	/**
	 * Plans what is made or attached, with its rows where some lie in DEFAULT. As long as
	 * nobody could count them, it is planned without. Answers whether it is planned.
	 */
	boolean place(Operation.Placing into) {
		Relation source = this.survey.table().defaultPartition().map(Partition::relation).orElse(null);
		if (source == null || !isLocal(source) || !isLocal(into)) {
			this.draft.add(into);
			return true;
		}
		List<String> key = this.survey.table().key().columnNames().stream().map(Objects::requireNonNull).toList();
		Question rows = new Question(new Candidate(this.survey.table().table(), source, into.window(), true),
				new Measure.RowsWithin(key, into.bounds(), isUnlimited() ? Long.MAX_VALUE : Measure.RowsWithin.FEW));
		Answer answer = this.draft.knowledge().creation().of(rows).orElse(null);
		if (answer == null) {
			this.draft.ask(Lane.CREATE, rows);
		}
		if (!(answer instanceof Answer.Number number) || number.value() == 0) {
			this.draft.add(into);
		}
		else if (number.precision() == Answer.Precision.EXACT && number.value() <= mostMoved()) {
			TableShape shape = this.survey.table().shape();
			this.draft.add(new Operation.Move(into, source, key, shape.stored(), shape.primaryKey(), number.value()));
		}
		else {
			this.draft.find(tooMany(into, source, number));
			return false;
		}
		return true;
	}

	/** The place of a row, by which many are moved, tells nothing across shards. */
	private long mostMoved() {
		return this.survey.table().distribution().isEmpty() ? this.draft.mostMoved()
				: Math.min(this.draft.mostMoved(), DistributionCheck.MOST_MOVED);
	}

	/** Somebody who asks for a move may be expected to wait for the count. */
	private boolean isUnlimited() {
		return this.draft.mostMoved() == Long.MAX_VALUE;
	}

	private static boolean isLocal(Relation relation) {
		return relation.kind() != RelationKind.FOREIGN;
	}

	private static boolean isLocal(Operation.Placing into) {
		return (into instanceof Operation.Create create) ? !(create.leaves() instanceof LeafPattern.Foreign)
				: isLocal(((Operation.Attach) into).table());
	}

	private Finding tooMany(Operation.Placing into, Relation source, Answer.Number rows) {
		if (this.survey.table().distribution().isPresent()) {
			return DistributionCheck.tooMany(into, source, rows);
		}
		return new Finding(FindingCode.DEFAULT_HOLDS_ROWS, Step.MOVE, source.name(),
				source.name() + " holds " + rows + " row(s) of the window " + into.window() + ", which is wanted as "
						+ into.partition() + "; a run moves " + this.draft.mostMoved() + " at most",
				"Let them be moved in batches: " + Findings.inBatches(this.survey.site())
						+ "; or raise partsmith.execution.default-rows-limit, and the next run moves them at once",
				into.urgent());
	}

}
