package io.partsmith.mpp.citus;

import java.util.List;
import java.util.Optional;

/**
 * The servers of one group.
 *
 * @param group the group
 * @param nodes the servers, one of which leads at most
 */
record GroupNodes(int group, List<CitusNode> nodes) {

	GroupNodes {
		nodes = List.copyOf(nodes);
	}

	Optional<CitusNode> primary() {
		return this.nodes.stream().filter((node) -> node.role().leads()).findFirst();
	}

	List<CitusNode> secondaries() {
		return this.nodes.stream().filter((node) -> !node.role().leads()).toList();
	}

	/** Whether these are rows and the very servers of a wish. */
	boolean fulfils(GroupNodes wish) {
		return this.nodes.size() == wish.nodes.size()
				&& this.nodes.stream().allMatch((node) -> node.id() != null && wish.asksFor(node));
	}

	private boolean asksFor(CitusNode node) {
		return this.nodes.stream().anyMatch((other) -> other.isAt(node) && other.role() == node.role());
	}

	/** Whether both are the same servers in the same roles. */
	boolean equalsWish(GroupNodes other) {
		return this.nodes.size() == other.nodes.size() && this.nodes.stream().allMatch(other::asksFor);
	}

}
