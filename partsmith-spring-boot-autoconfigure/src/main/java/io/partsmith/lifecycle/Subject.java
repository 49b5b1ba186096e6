package io.partsmith.lifecycle;

import java.util.Optional;
import java.util.function.Function;

import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Window;

/**
 * A unit that a condition is asked about.
 *
 * @param unit the unit
 * @param axis the axis of its level
 * @param cursor where now is on the axis
 * @param facts what was measured so far
 */
public record Subject(Candidate unit, Axis axis, Position cursor, Facts facts) {

	/** Settles a condition by a fact, or leaves it open until the fact is measured. */
	Verdict by(Measure measure, String condition, Function<Answer, Verdict> judge) {
		Question question = new Question(this.unit, measure);
		return this.facts.of(question)
			.map((answer) -> (answer instanceof Answer.Unknown unknown)
					? Verdict.unknown(condition + " could not be answered: " + unknown.reason()) : judge.apply(answer))
			.orElseGet(() -> Verdict.open(question, condition + " was not asked yet"));
	}

	/** Whether the unit lies wholly before a position. */
	Verdict endsBefore(Optional<Position> limit, String condition) {
		Window window = this.unit.window();
		if (window == null) {
			return Verdict.unknown(condition + " could not be answered: nobody knows what the table held");
		}
		return limit
			.map((position) -> Verdict.of(!position.isBefore(window.to()),
					condition + " begins at " + position + "; this ends at " + window.to()))
			.orElseGet(() -> Verdict.unknown(condition + " says nothing about tables that are divided like this one"));
	}

}
