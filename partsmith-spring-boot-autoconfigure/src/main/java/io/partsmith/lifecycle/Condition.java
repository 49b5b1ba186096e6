package io.partsmith.lifecycle;

import java.util.ArrayList;
import java.util.List;

/**
 * What a lifecycle asks about a unit: a rule of retention, which is true of what is
 * expired, or a predicate. What a condition cannot answer it leaves open; nothing expires
 * and nothing is dropped on an open answer.
 */
public sealed interface Condition permits Retention, Predicate {

	/**
	 * Judges a unit by what is known of it.
	 * @param subject the unit with its place on the axis
	 * @return yes, no, or unknown with the questions that would settle it
	 */
	Verdict judge(Subject subject);

	/**
	 * The condition for people.
	 * @return for example {@code keep-newest 12}
	 */
	String describe();

	/**
	 * The conditions it is made of.
	 * @return its parts; empty for a condition that stands for itself
	 */
	default List<Condition> parts() {
		return List.of();
	}

	/**
	 * The condition, its parts and their parts.
	 * @return all of them, this one first
	 */
	default List<Condition> all() {
		List<Condition> all = new ArrayList<>(List.of(this));
		parts().forEach((part) -> all.addAll(part.all()));
		return List.copyOf(all);
	}

}
