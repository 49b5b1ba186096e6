package io.partsmith.lifecycle;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What was measured so far. */
@FunctionalInterface
public interface Facts {

	/** Nothing was measured. */
	Facts NONE = (question) -> Optional.empty();

	/**
	 * What is true of a partition that is not there and would be made: it is empty, and
	 * nobody can ask a query or a bean about it.
	 */
	Facts OF_AN_EMPTY_PARTITION = (question) -> Optional.of(ofNothing(question.measure()));

	/**
	 * The answer to a question.
	 * @param question the question
	 * @return the answer; empty where nobody asked
	 */
	Optional<Answer> of(Question question);

	/**
	 * Facts from answers. They hold for a table as long as it lives, whatever it is named
	 * by then and whether it is attached.
	 * @param answers the answers
	 * @return the facts
	 */
	static Facts of(Map<Question, Answer> answers) {
		Map<Long, Map<Measure, Answer>> known = new HashMap<>();
		answers.forEach(
				(question, answer) -> known.computeIfAbsent(question.unit().relation().oid(), (oid) -> new HashMap<>())
					.put(question.measure(), answer));
		return (question) -> Optional.ofNullable(known.get(question.unit().relation().oid()))
			.map((measured) -> measured.get(question.measure()));
	}

	private static Answer ofNothing(Measure measure) {
		if (measure instanceof Measure.Size || measure instanceof Measure.Rows
				|| measure instanceof Measure.RowsWithin) {
			return new Answer.Number(0, Answer.Precision.EXACT);
		}
		return (measure instanceof Measure.References) ? new Answer.Flag(false)
				: new Answer.Unknown("the partition is not there");
	}

}
