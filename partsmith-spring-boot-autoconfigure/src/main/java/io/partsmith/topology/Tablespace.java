package io.partsmith.topology;

import java.util.Collection;
import java.util.List;

/**
 * Where a table is stored.
 *
 * @param name the tablespace
 * @param ofDatabase whether it is the database's own, which PostgreSQL refuses to hear
 * named for a partitioned table (0A000)
 */
public record Tablespace(String name, boolean ofDatabase) implements Trait {

	@Override
	public String label() {
		return "tablespace";
	}

	@Override
	public boolean isForBranches() {
		return !this.ofDatabase;
	}

	@Override
	public List<String> statements(RelationName table, RelationName model, Collection<Trait> present) {
		return List.of("ALTER TABLE " + table + " SET TABLESPACE " + RelationName.quoteIdentifier(this.name));
	}

}
