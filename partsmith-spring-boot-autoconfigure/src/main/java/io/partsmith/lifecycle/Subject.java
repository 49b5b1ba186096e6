package io.partsmith.lifecycle;

import java.util.function.Function;

import io.partsmith.scheme.Window;

/**
 * A unit that a condition is asked about.
 *
 * @param unit the unit
 * @param horizon where rules begin to keep on the axis of its level
 * @param facts what was measured so far
 */
public record Subject(Candidate unit, Horizon horizon, Facts facts) {

	/** Settles a condition by a fact, or leaves it open until the fact is measured. */
	Verdict by(Measure measure, String condition, Function<Answer, Verdict> judge) {
		Question question = new Question(this.unit, measure);
		return this.facts.of(question)
			.map((answer) -> (answer instanceof Answer.Unknown unknown)
					? Verdict.unknown(condition + " could not be answered: " + unknown.reason()) : judge.apply(answer))
			.orElseGet(() -> Verdict.open(question, condition + " was not asked yet"));
	}

	/** Whether the unit lies wholly before what a rule keeps. */
	Verdict endsBefore(Retention rule, String condition) {
		Window window = this.unit.window();
		if (window == null) {
			return Verdict.unknown(condition + " could not be answered: nobody knows what the table held");
		}
		return this.horizon.keptFrom(rule)
			.map((position) -> Verdict.of(!position.isBefore(window.to()),
					condition + " begins at " + position + "; this ends at " + window.to()))
			.orElseGet(() -> Verdict.unknown(condition + " says nothing about tables that are divided like this one"));
	}

}
