package io.partsmith.topology;

import java.math.BigInteger;

/**
 * The newest key of an integer table, DEFAULT left aside: an absurd id that landed there
 * must not move the cursor.
 */
public sealed interface NewestKey {

	/**
	 * The greatest key found.
	 *
	 * @param value the key
	 */
	record Known(BigInteger value) implements NewestKey {
	}

	/**
	 * No partition holds a row, but the column's own sequence has given out ids: rows
	 * came and went.
	 *
	 * @param last the last id given out
	 */
	record Drained(BigInteger last) implements NewestKey {
	}

	/** No partition holds a row, and no sequence says that one ever did. */
	record None() implements NewestKey {
	}

	/**
	 * It was not measured, or could not be.
	 *
	 * @param reason why, for people
	 */
	record Unknown(String reason) implements NewestKey {
	}

}
