package io.partsmith.plan;

import java.util.List;
import java.util.stream.Stream;

import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * A relation that is yet to be made.
 *
 * @param name its name
 * @param bounds what it will hold
 * @param subtree what is made beneath it, or {@code null} for a leaf
 */
public record NewPartition(RelationName name, PartitionBounds bounds, @Nullable Subtree subtree) {

	/**
	 * How many relations are made.
	 * @return this one and all beneath it
	 */
	public long size() {
		return all().count();
	}

	/** This relation and all beneath it, the outermost first. */
	Stream<NewPartition> all() {
		List<NewPartition> beneath = (this.subtree != null) ? this.subtree.partitions() : List.of();
		return Stream.concat(Stream.of(this), beneath.stream().flatMap(NewPartition::all));
	}

}
