package io.partsmith.maintenance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Measure;
import io.partsmith.lifecycle.PartitionPredicate;
import io.partsmith.lifecycle.Question;
import io.partsmith.postgres.PartitionMetadataProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what plans ask: from the database in bulk, from beans one by one and without
 * a transaction. Every question gets an answer, if only that nobody knows.
 */
final class FactFinder {

	private static final Logger log = LoggerFactory.getLogger(FactFinder.class);

	private final PartitionMetadataProvider metadata;

	private final Map<String, PartitionPredicate> predicates;

	FactFinder(PartitionMetadataProvider metadata, Map<String, PartitionPredicate> predicates) {
		this.metadata = metadata;
		this.predicates = Map.copyOf(predicates);
	}

	/** The same questions to another database. */
	FactFinder on(PartitionMetadataProvider other) {
		return new FactFinder(other, this.predicates);
	}

	Map<Question, Answer> find(Collection<Question> questions) {
		Map<Question, Answer> answers = new HashMap<>();
		List<Question> forDatabase = new ArrayList<>();
		for (Question question : questions) {
			if (question.measure() instanceof Measure.BeanAnswer bean) {
				answers.put(question, ask(bean.name(), question));
			}
			else {
				forDatabase.add(question);
			}
		}
		if (!forDatabase.isEmpty()) {
			answers.putAll(this.metadata.answer(forDatabase));
		}
		questions.forEach((question) -> answers.putIfAbsent(question, new Answer.Unknown("nobody answered")));
		return answers;
	}

	private Answer ask(String name, Question question) {
		PartitionPredicate predicate = this.predicates.get(name);
		if (predicate == null) {
			return new Answer.Unknown("no PartitionPredicate bean has the name " + name);
		}
		try {
			return new Answer.Flag(predicate.test(question.unit()));
		}
		catch (Exception ex) {
			log.warn("The predicate {} failed for {}", name, question.unit().relation().name(), ex);
			return new Answer.Unknown(ex.toString());
		}
	}

}
