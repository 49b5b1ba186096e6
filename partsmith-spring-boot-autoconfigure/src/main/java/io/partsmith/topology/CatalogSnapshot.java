package io.partsmith.topology;

import java.util.Map;

/**
 * Everything one look at the database saw, in one transaction.
 *
 * @param serverVersion the server's {@code server_version_num}: 180006 for 18.6
 * @param standby whether the server is in recovery, or gives read-only transactions only;
 * nothing can be maintained there
 * @param tables the configured tables by name
 */
public record CatalogSnapshot(int serverVersion, boolean standby, Map<RelationName, TableTopology> tables) {

	/**
	 * Copies the tables.
	 * @param serverVersion the server's version number
	 * @param standby whether nothing can be written
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
