package io.partsmith.postgres;

/** A held lock. */
public interface TableLock extends AutoCloseable {

	/**
	 * Whether the lock is still ours; asked between two operations, so that a run whose
	 * lock was lost stops.
	 * @return {@code false} if its connection or lease is gone
	 */
	boolean isHeld();

	/** Gives the lock back. Never throws. */
	@Override
	void close();

}
