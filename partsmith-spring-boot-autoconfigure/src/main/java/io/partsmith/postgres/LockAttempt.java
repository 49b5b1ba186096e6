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

	/**
	 * Nobody holds it that we know of, but there was no connection to take it on. What
	 * the run was for stays undone, and waiting for another run does not mend that.
	 *
	 * @param why what there was no room for
	 * @param next what a person does about it
	 */
	record NoRoom(String why, String next) implements LockAttempt {
	}

}
