package io.partsmith.postgres;

import java.time.Duration;

/**
 * How long we wait for locks, and how long others may wait for us.
 *
 * @param timeout how long one attempt waits for a lock, in whole milliseconds
 * @param attempts the attempts an operation has at its locks, at least 1
 * @param budget how long one lane of a run waits for locks in all; once that is used up,
 * an operation that finds its locks taken fails at once
 * @param maxInflicted how long somebody else may wait behind us before we cancel our own
 * statement, in whole milliseconds
 */
public record LockLimits(Duration timeout, int attempts, Duration budget, Duration maxInflicted) {

	private static final int FEW = 3;

	/** The limits where none are configured. */
	public static final LockLimits DEFAULT = new LockLimits(Duration.ofMillis(300), 20, Duration.ofMinutes(1),
			Duration.ofMillis(200));

	/**
	 * Refuses what would wait without an end: PostgreSQL takes a timeout of 0 for none.
	 * @param timeout how long one attempt waits for a lock
	 * @param attempts the attempts an operation has
	 * @param budget how long one lane of a run waits in all
	 * @param maxInflicted how long somebody else may wait behind us
	 * @throws IllegalArgumentException if a time is below a millisecond, or there is no
	 * attempt
	 */
	public LockLimits {
		if (timeout.toMillis() < 1 || maxInflicted.toMillis() < 1 || budget.toMillis() < 1) {
			throw new IllegalArgumentException("lock-timeout, lock-budget and max-inflicted must be 1ms or more; "
					+ "PostgreSQL takes 0 for 'wait without an end'");
		}
		if (attempts < 1) {
			throw new IllegalArgumentException("lock-attempts must be 1 or more, not " + attempts);
		}
	}

	/** One attempt, which takes what is free. */
	LockLimits once() {
		Duration least = (this.timeout.compareTo(Watched.AT_ONCE) < 0) ? this.timeout : Watched.AT_ONCE;
		return new LockLimits(least, 1, this.budget, this.maxInflicted);
	}

	/** Attempts that are made again at a price. */
	LockLimits few() {
		return new LockLimits(this.timeout, Math.min(this.attempts, FEW), this.budget, this.maxInflicted);
	}

	/** What an attempt may wait where nobody sees who waits behind it. */
	Duration unwatched() {
		return (this.timeout.compareTo(this.maxInflicted) < 0) ? this.timeout : this.maxInflicted;
	}

}
