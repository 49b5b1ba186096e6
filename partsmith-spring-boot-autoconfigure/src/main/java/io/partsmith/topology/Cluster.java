package io.partsmith.topology;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a server says of the cluster that it is the head of.
 *
 * @param dangling OIDs that the cluster keeps shards of, but that no relation has: it was
 * dropped where the DROP was not sent on
 * @param settings settings that ought to be otherwise
 * @param idleSlots replication slots that nobody reads, those left aside that the cluster
 * makes for itself
 * @param nodeSteps statements that would bring the cluster's list of nodes in line with
 * what is known of them otherwise
 */
public record Cluster(List<Long> dangling, List<Setting> settings, List<IdleSlot> idleSlots, List<String> nodeSteps) {

	/**
	 * Copies the lists.
	 * @param dangling OIDs that no relation has
	 * @param settings settings that ought to be otherwise
	 * @param idleSlots slots that nobody reads
	 * @param nodeSteps statements that are due
	 */
	public Cluster {
		dangling = List.copyOf(dangling);
		settings = List.copyOf(settings);
		idleSlots = List.copyOf(idleSlots);
		nodeSteps = List.copyOf(nodeSteps);
	}

	/**
	 * A setting that ought to be otherwise.
	 *
	 * @param name its name
	 * @param actual its value
	 * @param wanted the value that the cluster needs
	 */
	public record Setting(String name, String actual, String wanted) {
	}

	/**
	 * A slot that nobody reads.
	 *
	 * @param name its name
	 * @param heldBytes the bytes of WAL that the server keeps for it, or {@code null}
	 * where it keeps none
	 */
	public record IdleSlot(String name, @Nullable Long heldBytes) {
	}

}
