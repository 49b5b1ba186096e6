package io.partsmith.postgres;

/** What came of an attempt at a table's lock. */
public sealed interface LockAttempt {

	/**
	 * The lock is ours until it is closed.
	 *
	 * @param lock the lock
	 */
	record Acquired(TableLock lock) implements LockAttempt {
	}

	/**
	 * Another run holds it.
	 *
	 * @param holder who, for people
	 */
	record HeldBy(String holder) implements LockAttempt {
	}

}
