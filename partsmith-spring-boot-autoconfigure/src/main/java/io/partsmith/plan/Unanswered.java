package io.partsmith.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Verdict;
import io.partsmith.topology.RelationName;

/**
 * Asks what verdicts of the retire lane leave open, and tells each reason for which
 * nobody can answer once, with all units it keeps.
 */
final class Unanswered {

	private final Survey survey;

	private final PlanDraft draft;

	private final Map<String, List<RelationName>> units = new LinkedHashMap<>();

	Unanswered(Survey survey, PlanDraft draft) {
		this.survey = survey;
		this.draft = draft;
	}

	void heed(Verdict verdict, RelationName unit) {
		this.draft.ask(Lane.RETIRE, verdict);
		if (verdict.isUnanswerable()) {
			this.units.computeIfAbsent(verdict.because(), (because) -> new ArrayList<>()).add(unit);
		}
	}

	void tell() {
		this.units.forEach((because, kept) -> this.draft
			.find(Findings.unanswered(this.survey, Step.DETACH, because, kept, "nothing is detached or dropped")));
	}

}
