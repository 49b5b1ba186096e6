package io.partsmith.lifecycle;

import io.partsmith.scheme.TimeAmount;

/** What becomes of a detached table. */
public sealed interface Drop {

	/** The grace where none is configured: a week to mend a mistyped retention in. */
	TimeAmount DEFAULT_GRACE = TimeAmount.valueOf("P7D");

	/**
	 * Dropped when its grace is over.
	 *
	 * @param grace the time between detach and drop; zero drops in the run that detaches
	 */
	record DropAfter(TimeAmount grace) implements Drop {
	}

	/** Never dropped, and never attached again: it is left to whoever archives it. */
	record DropNever() implements Drop {
	}

}
