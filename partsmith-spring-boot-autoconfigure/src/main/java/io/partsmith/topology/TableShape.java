package io.partsmith.topology;

import java.util.List;
import java.util.Map;

/**
 * The columns and constraints of a partitioned table, which its partitions share.
 *
 * @param columns the type of each column as {@code format_type} names it, without its
 * modifier; that of a domain is its base type
 * @param uniqueKeys the primary key and the unique constraints; each must hold the
 * columns of every level (0A000)
 */
public record TableShape(Map<String, String> columns, List<TableTopology.UniqueKey> uniqueKeys) {

	/**
	 * Copies the collections.
	 * @param columns the type of each column
	 * @param uniqueKeys the primary key and the unique constraints
	 */
	public TableShape {
		columns = Map.copyOf(columns);
		uniqueKeys = List.copyOf(uniqueKeys);
	}

}
