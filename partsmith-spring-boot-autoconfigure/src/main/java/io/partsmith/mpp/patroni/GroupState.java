package io.partsmith.mpp.patroni;

import java.util.List;
import java.util.Optional;

import io.partsmith.mpp.MppCluster;
import org.jspecify.annotations.Nullable;

/** What Patroni answers about a group. */
sealed interface GroupState {

	/**
	 * Nobody answered, which says nothing about the database.
	 *
	 * @param why what went wrong
	 */
	record Unknown(String why) implements GroupState {
	}

	/**
	 * Somebody answered.
	 *
	 * @param leader name of the member that holds the leader's lock, or {@code null} if
	 * there is none, which is normal for a moment
	 * @param running whether the leader's PostgreSQL runs
	 * @param timeline the leader's timeline, or {@code null} if it is not told
	 * @param members the members
	 */
	record Known(@Nullable String leader, boolean running, @Nullable Integer timeline,
			List<MppCluster.Member> members) implements GroupState {

		Optional<MppCluster.Group> group() {
			return this.members.isEmpty() ? Optional.empty()
					: Optional.of(new MppCluster.Group(this.leader, this.members));
		}

	}

}
