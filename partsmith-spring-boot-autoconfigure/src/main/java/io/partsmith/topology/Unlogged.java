package io.partsmith.topology;

import java.util.Collection;
import java.util.List;

/** A table whose rows are not written to the log, and are lost after a crash. */
public record Unlogged() implements Trait {

	@Override
	public String label() {
		return "persistence";
	}

	@Override
	public List<String> statements(RelationName table, RelationName model, Collection<Trait> present) {
		return List.of("ALTER TABLE " + table + " SET UNLOGGED");
	}

	@Override
	public String toString() {
		return "unlogged";
	}

}
