package io.partsmith.plan;

/**
 * What becomes of a sequence when rows are moved into its table with the ids they have.
 */
public sealed interface SequenceAdvance {

	/** It never gives one of these ids. */
	record Stay() implements SequenceAdvance {
	}

	/**
	 * It is set to the last of these ids that it would give.
	 *
	 * @param value that id, which then counts as given
	 */
	record To(long value) implements SequenceAdvance {
	}

	/**
	 * The rows must not be moved.
	 *
	 * @param obstacle why
	 * @param id an id that shows it
	 */
	record Refused(Obstacle obstacle, long id) implements SequenceAdvance {
	}

	/** What makes it impossible to keep a sequence from giving an id again. */
	enum Obstacle {

		/** A session may have the id in store, which nobody but that session knows. */
		STORED,

		/** The sequence cycles, and comes to the id again wherever it is set. */
		AGAIN,

		/** Behind the id it has no value left, so that the next insert would fail. */
		EXHAUSTED

	}

}
