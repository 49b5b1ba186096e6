package io.partsmith.mpp;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A cluster as somebody who watches it knows it.
 *
 * @param groups what is known of each group; a group that is not known is absent
 */
public record MppCluster(Map<Integer, Group> groups) {

	/** Nothing is known. */
	public static final MppCluster UNKNOWN = new MppCluster(Map.of());

	/**
	 * Copies the groups.
	 * @param groups what is known of each group
	 */
	public MppCluster {
		groups = Map.copyOf(groups);
	}

	/**
	 * One group.
	 * @param group its number
	 * @return what is known of it
	 */
	public Optional<Group> group(int group) {
		return Optional.ofNullable(this.groups.get(group));
	}

	/**
	 * A PostgreSQL cluster of one primary and its standbys.
	 *
	 * @param leader name of the member that leads, or {@code null} while there is none
	 * @param members the members, the leader included
	 */
	public record Group(@Nullable String leader, List<Member> members) {

		/**
		 * Copies the members.
		 * @param leader name of the member that leads
		 * @param members the members
		 */
		public Group {
			members = List.copyOf(members);
		}

		/**
		 * The member that leads.
		 * @return the member, or empty while there is none
		 */
		public Optional<Member> primary() {
			return this.members.stream().filter((member) -> member.name().equals(this.leader)).findFirst();
		}

	}

	/**
	 * One server of a group.
	 *
	 * @param name its name within the group
	 * @param host where PostgreSQL listens, or {@code null} if that is not known
	 * @param port its port
	 * @param running whether PostgreSQL runs, as primary or as standby
	 * @param balanced whether reading sessions may be sent to it
	 */
	public record Member(String name, @Nullable String host, int port, boolean running, boolean balanced) {
	}

}
