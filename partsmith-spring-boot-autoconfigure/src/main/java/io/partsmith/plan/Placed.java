package io.partsmith.plan;

import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;

/**
 * A partition with its place on the axis.
 *
 * @param partition the partition
 * @param extent what it holds
 */
record Placed(Partition partition, Extent extent) {

	PartitionBounds bounds() {
		return this.partition.bounds();
	}

	/** The extent of a partition on the grid, which has both ends. */
	Window window() {
		return this.extent.window();
	}

}
