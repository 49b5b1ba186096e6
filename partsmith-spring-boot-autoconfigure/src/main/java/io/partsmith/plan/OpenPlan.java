package io.partsmith.plan;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

import io.partsmith.lifecycle.Question;

/**
 * A plan with the questions that it leaves open. What depends on them is not in it:
 * nothing expires, nothing is dropped and no next partition is opened on an open answer.
 *
 * @param plan the plan as far as it can be made
 * @param questions what each lane would have to know
 */
public record OpenPlan(MaintenancePlan plan, Map<Lane, Set<Question>> questions) {

	/**
	 * Copies the map.
	 * @param plan the plan
	 * @param questions what each lane would have to know
	 */
	public OpenPlan {
		questions = questions.isEmpty() ? Map.of() : new EnumMap<>(questions);
	}

	/**
	 * What a lane would have to know.
	 * @param lane the lane
	 * @return its questions
	 */
	public Set<Question> questions(Lane lane) {
		return this.questions.getOrDefault(lane, Set.of());
	}

}
