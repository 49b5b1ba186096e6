package io.partsmith.topology;

import java.util.Map;

/**
 * Everything one look at the database saw, in one transaction.
 *
 * @param server the server
 * @param tables the configured tables by name
 */
public record CatalogSnapshot(Server server, Map<RelationName, TableTopology> tables) {

	/**
	 * Copies the tables.
	 * @param server the server
	 * @param tables the configured tables by name
	 */
	public CatalogSnapshot {
		tables = Map.copyOf(tables);
	}

	/**
	 * One table.
	 * @param name its name
	 * @return what the database has under that name
	 * @throws IllegalArgumentException if the snapshot was not asked for it
	 */
	public TableTopology table(RelationName name) {
		TableTopology table = this.tables.get(name);
		if (table == null) {
			throw new IllegalArgumentException("The snapshot does not hold " + name);
		}
		return table;
	}

}
