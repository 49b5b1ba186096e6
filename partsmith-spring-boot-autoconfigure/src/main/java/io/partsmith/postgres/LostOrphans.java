package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.partsmith.topology.Orphan;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * Orphans of a partition that is gone. Nothing but its name says of which table it was;
 * they are handed on so that somebody hears of them.
 */
final class LostOrphans {

	private static final String GONE = """
			SELECT w.schema, w.name FROM unnest(?::text[], ?::text[]) AS w(schema, name)
			WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c
			  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
			  WHERE n.nspname = w.schema AND c.relname = w.name)""";

	private final Set<RelationName> tables;

	LostOrphans(Collection<TableTopology.Partitioned> tables) {
		this.tables = tables.stream().map(TableTopology.Partitioned::table).collect(Collectors.toSet());
	}

	/** By the table whose name that of the parent begins with. */
	Map<RelationName, List<Orphan>> of(Map<RelationName, List<Orphan>> byParent, Connection connection)
			throws SQLException {
		List<RelationName> parents = byParent.keySet().stream().filter((parent) -> table(parent) != null).toList();
		Map<RelationName, List<Orphan>> lost = new HashMap<>();
		if (!parents.isEmpty()) {
			Rows.read(connection, GONE, (row) -> {
				RelationName parent = new RelationName(row.getString(1), row.getString(2));
				RelationName table = table(parent);
				if (table != null) {
					lost.computeIfAbsent(table, (key) -> new ArrayList<>())
						.addAll(byParent.getOrDefault(parent, List.of()));
				}
			}, connection.createArrayOf("text", parents.stream().map(RelationName::schema).toArray()),
					connection.createArrayOf("text", parents.stream().map(RelationName::name).toArray()));
		}
		return lost;
	}

	private @Nullable RelationName table(RelationName parent) {
		String name = parent.name();
		for (int end = name.lastIndexOf("__"); end > 0; end = name.lastIndexOf("__", end - 1)) {
			RelationName table = parent.sibling(name.substring(0, end));
			if (this.tables.contains(table)) {
				return table;
			}
		}
		return null;
	}

}
