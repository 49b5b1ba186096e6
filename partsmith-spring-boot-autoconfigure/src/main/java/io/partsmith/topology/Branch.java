package io.partsmith.topology;

import java.util.List;

/**
 * What makes a relation a partitioned one: its key and its direct partitions.
 *
 * @param key its partition key
 * @param partitions its direct partitions, the DEFAULT and pending ones included
 */
public record Branch(PartitionKey key, List<Partition> partitions) {

	/**
	 * Copies the partitions.
	 * @param key its partition key
	 * @param partitions its direct partitions
	 */
	public Branch {
		partitions = List.copyOf(partitions);
	}

}
