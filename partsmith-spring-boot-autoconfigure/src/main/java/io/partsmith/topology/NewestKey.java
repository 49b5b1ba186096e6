package io.partsmith.topology;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/**
 * The newest key of an integer table, DEFAULT left aside: an absurd id that landed there
 * must not move the cursor.
 */
public sealed interface NewestKey {

	/**
	 * The greatest key found, or the last value of the sequence where that is asked for.
	 *
	 * @param value the key
	 * @param givenOut the last id that the column's own sequence has given out;
	 * {@code null} where it has none, or has given out nothing
	 */
	record Known(BigInteger value, @Nullable BigInteger givenOut) implements NewestKey {

		/**
		 * A key without a sequence.
		 * @param value the key
		 */
		public Known(BigInteger value) {
			this(value, null);
		}

	}

	/**
	 * No partition holds a row, but the column's own sequence has given out ids: rows
	 * came and went.
	 *
	 * @param last the last id given out
	 */
	record Drained(BigInteger last) implements NewestKey {
	}

	/**
	 * No partition holds a row, and no sequence says that one ever did.
	 *
	 * @param start where the column's own sequence starts; {@code null} where it has none
	 */
	record None(@Nullable BigInteger start) implements NewestKey {

		/** Without a sequence. */
		public None() {
			this(null);
		}

	}

	/**
	 * It was not measured, or could not be.
	 *
	 * @param reason why, for people
	 * @param next the step to take
	 */
	record Unknown(String reason, String next) implements NewestKey {

		/**
		 * A key that could not be read this time.
		 * @param reason why, for people
		 */
		public Unknown(String reason) {
			this(reason,
					"See that an index leads with the key column, and that no session locks a partition exclusively");
		}

	}

}
