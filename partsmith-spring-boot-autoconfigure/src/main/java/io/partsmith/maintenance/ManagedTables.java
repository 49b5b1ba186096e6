package io.partsmith.maintenance;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.partsmith.table.TablePartitionConfig;

/** The configured tables, by their ids. */
public final class ManagedTables {

	private final Map<String, TablePartitionConfig> tables;

	private final Map<String, String> dataSources;

	/**
	 * Keeps the order in which the tables are configured.
	 * @param configs the tables
	 * @throws IllegalArgumentException if two share an id or a relation, which would
	 * fight each other
	 */
	public ManagedTables(List<TablePartitionConfig> configs) {
		this(configs, Map.of());
	}

	/**
	 * Tables of several databases.
	 * @param configs the tables
	 * @param dataSources the names of the data sources of those that have one of their
	 * own, by the ids of the tables
	 * @throws IllegalArgumentException if two share an id, or a relation of one data
	 * source
	 */
	public ManagedTables(List<TablePartitionConfig> configs, Map<String, String> dataSources) {
		this.dataSources = Map.copyOf(dataSources);
		Map<String, TablePartitionConfig> byId = new LinkedHashMap<>();
		for (TablePartitionConfig config : configs) {
			for (TablePartitionConfig other : byId.values()) {
				if (other.table().equals(config.table()) && dataSource(other.id()).equals(dataSource(config.id()))) {
					throw new IllegalArgumentException("'" + other.id() + "' and '" + config.id()
							+ "' both configure the table " + config.table());
				}
			}
			if (byId.put(config.id(), config) != null) {
				throw new IllegalArgumentException("The id '" + config.id() + "' is configured twice");
			}
		}
		this.tables = Collections.unmodifiableMap(byId);
	}

	/**
	 * Every table.
	 * @return the tables in their order
	 */
	public Collection<TablePartitionConfig> all() {
		return this.tables.values();
	}

	/**
	 * The data source of a table that has one of its own.
	 * @param id the table's id
	 * @return its name; empty for a table that is where most are
	 */
	public Optional<String> dataSource(String id) {
		return Optional.ofNullable(this.dataSources.get(id));
	}

	/**
	 * One table.
	 * @param id its id
	 * @return its configuration
	 * @throws UnknownTableException if no table has that id
	 */
	public TablePartitionConfig get(String id) {
		TablePartitionConfig config = this.tables.get(id);
		if (config == null) {
			throw new UnknownTableException(id, this.tables.keySet());
		}
		return config;
	}

}
