package io.partsmith.lifecycle;

import java.util.List;

/**
 * What a condition says about a unit.
 *
 * @param truth whether it holds
 * @param because what it rests on, for people: the figures that were compared, or why
 * they could not be had
 * @param open the questions whose answers would settle it; empty where it is settled, or
 * where they were asked in vain
 */
public record Verdict(Truth truth, String because, List<Question> open) {

	/**
	 * Copies the questions.
	 * @param truth whether the condition holds
	 * @param because what that rests on
	 * @param open the questions that would settle it
	 */
	public Verdict {
		open = List.copyOf(open);
	}

	/**
	 * A verdict that needs no question.
	 * @param because what it rests on
	 * @return no
	 */
	public static Verdict no(String because) {
		return of(false, because);
	}

	static Verdict of(boolean holds, String because) {
		return new Verdict(holds ? Truth.YES : Truth.NO, because, List.of());
	}

	static Verdict unknown(String because) {
		return new Verdict(Truth.UNKNOWN, because, List.of());
	}

	static Verdict open(Question question, String because) {
		return new Verdict(Truth.UNKNOWN, because, List.of(question));
	}

	/**
	 * Whether the condition holds for certain.
	 * @return {@code true} for yes
	 */
	public boolean isYes() {
		return this.truth == Truth.YES;
	}

	/**
	 * Whether the condition does not hold for certain.
	 * @return {@code true} for no
	 */
	public boolean isNo() {
		return this.truth == Truth.NO;
	}

	/**
	 * Whether every question was asked, and still nobody can tell.
	 * @return {@code true} if asking again in this run is in vain
	 */
	public boolean isUnanswerable() {
		return this.truth == Truth.UNKNOWN && this.open.isEmpty();
	}

}
