package io.partsmith.mpp.patroni;

import org.jspecify.annotations.Nullable;

/**
 * A change of a group's leader.
 *
 * @param kind what has changed
 * @param group the group
 * @param leader name of the member it is about
 * @param timeline its timeline, or {@code null} if it is not told
 */
public record PatroniEvent(Kind kind, int group, String leader, @Nullable Integer timeline) {

	/** What may change. */
	public enum Kind {

		/** A member leads no more. */
		LEADER_LOST,

		/** A member leads, and its promotion is over. */
		NEW_LEADER,

		/** The same member leads on, after it has crashed and come back. */
		LEADER_RESTARTED

	}

}
