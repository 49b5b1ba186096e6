package io.partsmith.scheme;

/** What tells where a table over whole numbers stands. */
public enum CursorSource {

	/**
	 * The greatest key in the partitions, DEFAULT left aside. While they hold no row, the
	 * last value of the column's own sequence, so that a queue which is drained between
	 * two runs does not fall back to its origin.
	 */
	MAX_KEY,

	/**
	 * The last value of the sequence that the key column owns, whatever rows there are.
	 */
	SEQUENCE,

	/** The newest partition there is; for a sliding list only. */
	NEWEST_MEMBER

}
