package io.partsmith.lifecycle;

import java.util.List;

/** What was found out. */
public sealed interface Answer {

	/**
	 * A number of bytes or rows.
	 *
	 * @param value the number
	 * @param precision how good it is
	 */
	record Number(long value, Precision precision) implements Answer {

		@Override
		public String toString() {
			return switch (this.precision) {
				case EXACT -> "" + this.value;
				case AT_LEAST -> this.value + " or more";
				case ESTIMATE -> "about " + this.value;
			};
		}

	}

	/** How good a number is. */
	enum Precision {

		/** It was measured. */
		EXACT,

		/** Counting ended here. */
		AT_LEAST,

		/** PostgreSQL's statistics say so. */
		ESTIMATE

	}

	/**
	 * Yes or no.
	 *
	 * @param value {@code true} for yes
	 */
	record Flag(boolean value) implements Answer {
	}

	/**
	 * What stands against something.
	 *
	 * @param found all of it; empty where nothing does
	 */
	record Obstacles(List<Obstacle> found) implements Answer {

		/**
		 * Copies the list.
		 * @param found all of it
		 */
		public Obstacles {
			found = List.copyOf(found);
		}

	}

	/**
	 * It could not be found out.
	 *
	 * @param reason why, with the SQLSTATE where there is one
	 */
	record Unknown(String reason) implements Answer {
	}

}
