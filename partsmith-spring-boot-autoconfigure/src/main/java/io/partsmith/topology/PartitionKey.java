package io.partsmith.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The partition key of a partitioned table as the catalog has it.
 *
 * @param method how the table is divided
 * @param columns the key's columns, leading column first; never empty
 */
public record PartitionKey(PartitionMethod method, List<KeyColumn> columns) {

	/**
	 * Copies the columns.
	 * @param method how the table is divided
	 * @param columns the key's columns
	 */
	public PartitionKey {
		columns = List.copyOf(columns);
	}

	/**
	 * The column that carries the window.
	 * @return the first column
	 */
	public KeyColumn leading() {
		return this.columns.get(0);
	}

	/**
	 * The names of the columns.
	 * @return the names, {@code null} for an expression
	 */
	public List<@Nullable String> columnNames() {
		List<@Nullable String> names = new ArrayList<>();
		this.columns.forEach((column) -> names.add(column.name()));
		return names;
	}

	/**
	 * The key as PostgreSQL writes it after {@code PARTITION BY}.
	 * @return for example {@code RANGE (created_at)}
	 */
	@Override
	public String toString() {
		return this.method + this.columns.stream()
			.map((column) -> (column.name() != null) ? RelationName.quoteIdentifier(column.name()) : "<expression>")
			.collect(Collectors.joining(", ", " (", ")"));
	}

}
