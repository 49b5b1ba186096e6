package io.partsmith.maintenance;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.partsmith.lifecycle.Answer;
import io.partsmith.lifecycle.Facts;
import io.partsmith.lifecycle.Question;
import io.partsmith.plan.Knowledge;
import io.partsmith.plan.Lane;
import io.partsmith.plan.OpenPlan;

/**
 * Plans one table again and again, until it asks nothing new. A lane that does not ask
 * goes by what was learnt last.
 */
final class Learning {

	private final Set<Lane> asking;

	private final Knowledge before;

	private final Function<Knowledge, OpenPlan> planning;

	private final Map<Lane, Map<Question, Answer>> learnt = new EnumMap<>(Lane.class);

	private OpenPlan latest;

	Learning(Set<Lane> asking, Knowledge before, Function<Knowledge, OpenPlan> planning) {
		this.asking = asking;
		this.before = before;
		this.planning = planning;
		this.latest = planning.apply(knowledge());
	}

	/** What the plan asks and nobody was asked yet. */
	Set<Question> questions() {
		Set<Question> questions = new LinkedHashSet<>();
		for (Lane lane : this.asking) {
			this.latest.questions(lane)
				.stream()
				.filter((question) -> !learnt(lane).containsKey(question))
				.forEach(questions::add);
		}
		return questions;
	}

	/** Plans again with the answers to what was asked. */
	void learn(Map<Question, Answer> answers) {
		boolean more = false;
		for (Lane lane : this.asking) {
			for (Question question : this.latest.questions(lane)) {
				Answer answer = answers.get(question);
				more |= answer != null && learnt(lane).putIfAbsent(question, answer) == null;
			}
		}
		if (more) {
			this.latest = this.planning.apply(knowledge());
		}
	}

	private Map<Question, Answer> learnt(Lane lane) {
		return this.learnt.computeIfAbsent(lane, (key) -> new HashMap<>());
	}

	Knowledge knowledge() {
		return new Knowledge(facts(Lane.CREATE, this.before.creation()), facts(Lane.RETIRE, this.before.retirement()));
	}

	private Facts facts(Lane lane, Facts otherwise) {
		return this.asking.contains(lane) ? Facts.of(learnt(lane)) : otherwise;
	}

	OpenPlan plan() {
		return this.latest;
	}

}
