package io.partsmith.scheme;

import java.time.LocalDateTime;

/** Periods of a wall's time: contiguous, and each with a name of its own. */
interface WallPeriods {

	/** The beginning of the period that holds a time. */
	LocalDateTime startOf(LocalDateTime time);

	/** The end of the period that begins at a time. */
	LocalDateTime endOf(LocalDateTime start);

	/** The suffix of the period that begins at a time. */
	String suffix(LocalDateTime start);

	/**
	 * A time in the period that a suffix seems to name, or shortly before it. The caller
	 * checks it by naming the period again.
	 * @throws RuntimeException if the suffix has another form
	 */
	LocalDateTime near(String suffix);

}
