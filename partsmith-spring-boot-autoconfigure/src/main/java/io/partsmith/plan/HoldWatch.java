package io.partsmith.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Hold;
import io.partsmith.topology.RelationName;

/** Tells what each legal hold keeps. */
final class HoldWatch {

	private final Survey survey;

	private final PlanDraft draft;

	private boolean observed;

	HoldWatch(Survey survey, PlanDraft draft) {
		this.survey = survey;
		this.draft = draft;
	}

	void observe() {
		this.observed = true;
		observeOrphans();
		for (Hold hold : this.survey.lifecycle().holds()) {
			List<RelationName> held = held(hold);
			if (!held.isEmpty()) {
				this.draft.find(new Finding(
						FindingCode.LEGAL_HOLD, Step.DETACH, held.get(0), "The hold " + hold + " keeps " + held.size()
								+ " partition(s), neither detached nor dropped: " + Findings.names(held),
						"Lift it when the case is closed"));
			}
		}
	}

	/**
	 * Tells what was detached, and is kept by a hold of another level: one over what it
	 * was a part of, or over a part of it.
	 */
	void observeOrphans() {
		List<Hold> own = this.survey.lifecycle().holds();
		Map<Hold, List<RelationName>> kept = new LinkedHashMap<>();
		this.survey.layout()
			.pending()
			.forEach((placed) -> note(placed.partition().name(), this.survey.holds(placed), kept));
		this.survey.detached().orphans().forEach((orphan) -> note(orphan.name(), this.survey.holds(orphan), kept));
		kept.keySet().removeAll(this.observed ? own : List.of());
		kept.forEach((hold, tables) -> this.draft.find(new Finding(FindingCode.LEGAL_HOLD, Step.DROP, tables.get(0),
				"The hold " + hold + " over a part or the whole of them keeps " + tables.size()
						+ " table(s) that were detached from " + this.survey.table().table()
						+ ", which are not dropped: " + Findings.names(tables),
				"Lift it when the case is closed")));
	}

	/** One hold of a table's own level tells of it already. */
	private void note(RelationName table, List<Hold> holds, Map<Hold, List<RelationName>> kept) {
		holds.stream()
			.sorted(Comparator.comparing((hold) -> !this.survey.lifecycle().holds().contains(hold)))
			.findFirst()
			.ifPresent((hold) -> kept.computeIfAbsent(hold, (key) -> new ArrayList<>()).add(table));
	}

	/** What a hold keeps here, attached or not. */
	List<RelationName> held(Hold hold) {
		List<RelationName> held = new ArrayList<>();
		Layout layout = this.survey.layout();
		Stream.of(layout.managed(), layout.pending(), layout.catchAlls())
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
