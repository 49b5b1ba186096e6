package io.partsmith.topology;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns and constraints of a partitioned table, which its partitions share.
 *
 * @param columns the type of each column as {@code format_type} names it, without its
 * modifier; that of a domain is its base type
 * @param generated the columns whose values are computed from others
 * @param uniqueKeys the primary key and the unique constraints; each must hold the
 * columns of every level (0A000)
 * @param foreignKeys the tables that foreign keys tie to it
 */
public record TableShape(Map<String, String> columns, Set<String> generated, List<TableTopology.UniqueKey> uniqueKeys,
		ForeignKeys foreignKeys) {

	/**
	 * Copies the collections.
	 * @param columns the type of each column
	 * @param generated the columns that are computed
	 * @param uniqueKeys the primary key and the unique constraints
	 * @param foreignKeys the tables that foreign keys tie to it
	 */
	public TableShape {
		columns = Map.copyOf(columns);
		generated = Set.copyOf(generated);
		uniqueKeys = List.copyOf(uniqueKeys);
	}

	/**
	 * The columns of the primary key.
	 * @return the names, ordered; empty where there is none
	 */
	public List<String> primaryKey() {
		return this.uniqueKeys.stream()
			.filter((key) -> key.definition().startsWith("PRIMARY KEY"))
			.findFirst()
			.map((key) -> key.columns().stream().sorted().toList())
			.orElse(List.of());
	}

	/**
	 * The columns that have values of their own, which a row takes along where it goes.
	 * @return the names, ordered
	 */
	public List<String> stored() {
		return this.columns.keySet().stream().filter((column) -> !this.generated.contains(column)).sorted().toList();
	}

}
