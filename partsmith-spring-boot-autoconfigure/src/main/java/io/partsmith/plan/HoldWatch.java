package io.partsmith.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Hold;
import io.partsmith.topology.RelationName;

/** Tells what each legal hold keeps. */
final class HoldWatch {

	private final Survey survey;

	private final PlanDraft draft;

	HoldWatch(Survey survey, PlanDraft draft) {
		this.survey = survey;
		this.draft = draft;
	}

	void observe() {
		for (Hold hold : this.survey.lifecycle().holds()) {
			List<RelationName> held = held(hold);
			if (!held.isEmpty() || this.survey.site().isRoot()) {
				this.draft.find(new Finding(FindingCode.LEGAL_HOLD, Step.DETACH, held.isEmpty() ? null : held.get(0),
						"The hold " + hold
								+ (held.isEmpty() ? " covers no partition of " + this.survey.table().table()
										: " keeps " + held.size() + " partition(s), neither detached nor dropped: "
												+ Findings.names(held)),
						held.isEmpty() ? "See whether its range is the right one" : "Lift it when the case is closed"));
			}
		}
	}

	private List<RelationName> held(Hold hold) {
		List<RelationName> held = new ArrayList<>();
		Stream.of(this.survey.layout().managed(), this.survey.layout().pending())
			.flatMap(List::stream)
			.filter((placed) -> this.survey.holds(placed).contains(hold))
			.forEach((placed) -> held.add(placed.partition().name()));
		this.survey.detached()
			.orphans()
			.stream()
			.filter((orphan) -> this.survey.holds(orphan).contains(hold))
			.forEach((orphan) -> held.add(orphan.name()));
		return held;
	}

}
