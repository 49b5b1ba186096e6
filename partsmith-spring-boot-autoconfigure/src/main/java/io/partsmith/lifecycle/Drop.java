package io.partsmith.lifecycle;

import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;

/** What becomes of a detached table. */
public sealed interface Drop {

	/** The grace where none is configured: a week to mend a mistyped retention in. */
	TimeAmount DEFAULT_GRACE = TimeAmount.valueOf("P7D");

	/**
	 * Dropped when its grace is over.
	 *
	 * @param grace the time between detach and drop; zero drops in the run that detaches
	 * @param when what must be true of it besides, or {@code null}
	 */
	record DropAfter(TimeAmount grace, @Nullable Condition when) implements Drop {

		/**
		 * Dropped when its grace is over, whatever it holds.
		 * @param grace the time between detach and drop
		 */
		public DropAfter(TimeAmount grace) {
			this(grace, null);
		}

	}

	/** Never dropped, and never attached again: it is left to whoever archives it. */
	record DropNever() implements Drop {
	}

}
