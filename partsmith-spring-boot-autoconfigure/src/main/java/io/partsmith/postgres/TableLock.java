package io.partsmith.postgres;

import java.sql.Connection;
import java.util.Optional;

/** A held lock. */
public interface TableLock extends AutoCloseable {

	/**
	 * Whether the lock is still ours; asked between two operations, so that a run whose
	 * lock was lost stops.
	 * @return {@code false} if its connection or lease is gone
	 */
	boolean isHeld();

	/**
	 * A connection that the lock keeps open and does nothing with between two calls of
	 * {@link #isHeld()}. The run looks from there at who waits behind its statements, in
	 * the transaction that is open on it, if one is; where this is empty, the run takes
	 * one more connection for that.
	 * @return the connection, which stays the lock's
	 */
	default Optional<Connection> lend() {
		return Optional.empty();
	}

	/** Gives the lock back. Never throws. */
	@Override
	void close();

}
