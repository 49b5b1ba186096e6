package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.partsmith.table.Leaves;
import io.partsmith.topology.ColumnShape;
import io.partsmith.topology.Place;
import io.partsmith.topology.Privileges;
import io.partsmith.topology.PropertySheet;
import io.partsmith.topology.Tablespace;
import io.partsmith.topology.Trait;
import org.jspecify.annotations.Nullable;

/** Reads the property sheets of all tables that need one, in one query. */
final class PropertyReader {

	private final TraitReader traits;

	PropertyReader(String markerPrefix) {
		this.traits = new TraitReader(markerPrefix);
	}

	/**
	 * Reads them.
	 * @param connection where to
	 * @param tables the configured leaves by the OID of the partitioned table
	 * @return the sheets by the same OIDs
	 */
	Map<Long, PropertySheet> read(Connection connection, Map<Long, Leaves> tables) throws SQLException {
		if (tables.isEmpty()) {
			return Map.of();
		}
		List<Long> oids = List.copyOf(tables.keySet());
		String[] tablespaces = oids.stream().map((oid) -> tablespace(tables.get(oid))).toArray(String[]::new);
		String[] servers = oids.stream().map((oid) -> server(tables.get(oid))).toArray(String[]::new);
		Map<Long, PropertySheet> roots = new HashMap<>();
		Map<Long, Map<Long, List<Trait>>> beneath = new HashMap<>();
		Set<Long> toastless = new HashSet<>();
		Rows.read(connection, PropertyQuery.sql(connection.getMetaData().getDatabaseMajorVersion()), (row) -> {
			long root = row.getLong("root");
			if (row.getLong("oid") == root) {
				roots.put(root, root(row));
			}
			else {
				beneath.computeIfAbsent(root, (key) -> new HashMap<>()).put(row.getLong("oid"), this.traits.read(row));
				if (row.getBoolean("toastless")) {
					toastless.add(row.getLong("oid"));
				}
			}
		}, connection.createArrayOf("bigint", oids.toArray()), connection.createArrayOf("text", tablespaces),
				connection.createArrayOf("text", servers));
		Map<Long, PropertySheet> sheets = new HashMap<>();
		roots.forEach((oid, sheet) -> sheets.put(oid, new PropertySheet(sheet.own(), sheet.newborn(),
				beneath.getOrDefault(oid, Map.of()), toastless, sheet.shape(), sheet.place())));
		return sheets;
	}

	private static String tablespace(@Nullable Leaves leaves) {
		return (leaves instanceof Leaves.Local local && local.tablespace() != null) ? local.tablespace() : "";
	}

	private static String server(@Nullable Leaves leaves) {
		return (leaves instanceof Leaves.Foreign foreign) ? foreign.server() : "";
	}

	private PropertySheet root(ResultSet row) throws SQLException {
		List<Trait> newborn = List.of(new Tablespace(row.getString("database_tablespace"), true),
				new Privileges(row.getString("me"), TraitReader.grants(row, "default_grants")));
		List<ColumnShape> columns = new ArrayList<>();
		for (String[] column : TraitReader.entries(row, "columns")) {
			columns.add(new ColumnShape(column[2], column[1], column[3].isEmpty() ? null : column[3],
					column[0].equals("t")));
		}
		List<String> obstacles = Rows.texts(row, row.findColumn("obstacles"))
			.stream()
			.map(Objects::requireNonNull)
			.toList();
		return new PropertySheet(this.traits.read(row), newborn, Map.of(), Set.of(),
				new PropertySheet.Shape(columns, row.getBoolean("derived"), obstacles),
				Place.valueOf(row.getString("place")));
	}

}
