package io.partsmith.plan;

import java.util.List;
import java.util.stream.Collectors;

import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.RelationName;

/**
 * How a relation that is yet to be made is divided.
 *
 * @param method the word behind {@code PARTITION BY}
 * @param key the columns of its key
 * @param partitions what is made and attached beneath it before it is attached itself
 */
public record Subtree(PartitionMethod method, List<String> key, List<NewPartition> partitions) {

	/**
	 * Copies the lists.
	 * @param method the word behind {@code PARTITION BY}
	 * @param key the columns of its key
	 * @param partitions its partitions
	 */
	public Subtree {
		key = List.copyOf(key);
		partitions = List.copyOf(partitions);
	}

	/**
	 * The clause that makes a table a partitioned one.
	 * @return for example {@code PARTITION BY HASH (tenant_id)}, identifiers quoted
	 */
	public String toSql() {
		return this.key.stream()
			.map(RelationName::quoteIdentifier)
			.collect(Collectors.joining(", ", "PARTITION BY " + this.method + " (", ")"));
	}

}
