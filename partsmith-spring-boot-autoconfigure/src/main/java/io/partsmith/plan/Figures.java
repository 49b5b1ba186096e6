package io.partsmith.plan;

import java.util.Objects;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Candidate;
import io.partsmith.lifecycle.Facts;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Measure;
import io.partsmith.lifecycle.Predicate;
import io.partsmith.lifecycle.Question;
import io.partsmith.topology.Relation;
import org.jspecify.annotations.Nullable;

/** Shows on the tables of a plan what was measured of them. */
final class Figures {

	private Figures() {
	}

	static Relation of(Candidate unit, Lifecycle lifecycle, Facts facts) {
		Relation relation = unit.relation();
		Long bytes = exactly(new Question(unit, new Measure.Size()), facts);
		Long rows = lifecycle.conditions()
			.stream()
			.filter(Predicate.RowsAbove.class::isInstance)
			.map((condition) -> exactly(new Question(unit, ((Predicate.RowsAbove) condition).measure()), facts))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(relation.rows());
		return new Relation(relation.name(), relation.oid(), relation.kind(), relation.owned(), rows,
				(bytes != null) ? bytes : relation.bytes());
	}

	private static @Nullable Long exactly(Question question, Facts facts) {
		return facts.of(question)
			.filter((answer) -> answer instanceof Answer.Number number && number.precision() == Answer.Precision.EXACT)
			.map((answer) -> ((Answer.Number) answer).value())
			.orElse(null);
	}

}
