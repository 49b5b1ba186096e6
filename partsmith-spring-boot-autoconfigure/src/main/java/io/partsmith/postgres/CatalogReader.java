package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.KeyColumn;
import io.partsmith.topology.Marker;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionKey;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.PropertySheet;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * One look at the catalog: five queries, whatever the number of tables, and a sixth where
 * one of them has something to hand down.
 */
final class CatalogReader {

	private final Connection connection;

	private final String markerPrefix;

	/** The configured leaves of the tables whose properties are to be read, by OID. */
	private final Map<Long, Leaves> handingDown = new HashMap<>();

	CatalogReader(Connection connection, String markerPrefix) {
		this.connection = connection;
		this.markerPrefix = markerPrefix;
	}

	CatalogSnapshot read(List<TablePartitionConfig> tables) throws SQLException {
		boolean[] standby = new boolean[1];
		int version = Session.queryRow(this.connection, CatalogQueries.SERVER, (row) -> {
			standby[0] = row.getBoolean(2);
			return row.getInt(1);
		});
		Map<RelationName, TableTopology> found = new HashMap<>();
		Map<Long, TableTopology.Partitioned> roots = new HashMap<>();
		for (TableTopology root : roots(tables)) {
			found.put(root.table(), root);
			if (root instanceof TableTopology.Partitioned partitioned) {
				roots.put(partitioned.oid(), partitioned);
			}
		}
		Object oids = this.connection.createArrayOf("bigint", roots.keySet().toArray());
		PartitionForest forest = new PartitionForest(this.markerPrefix);
		Rows.read(this.connection, CatalogQueries.TREE, forest::add, oids);
		Map<RelationName, List<Orphan>> orphans = orphans();
		Map<Long, Set<RelationName>> strays = strays(oids, orphans);
		Map<Long, PropertySheet> sheets = new PropertyReader(this.markerPrefix).read(this.connection, this.handingDown);
		roots.forEach((oid, root) -> found.put(root.table(),
				new TableTopology.Partitioned(root.table(), oid, root.owned(), root.mayCreate(), root.key(),
						forest.childrenOf(oid), orphans.getOrDefault(root.table(), List.of()),
						strays.getOrDefault(oid, Set.of()), root.newestKey(), null,
						sheets.getOrDefault(oid, PropertySheet.EMPTY))));
		return new CatalogSnapshot(version, standby[0], found);
	}

	private List<TableTopology> roots(List<TablePartitionConfig> tables) throws SQLException {
		List<TableTopology> roots = new ArrayList<>();
		String[] schemas = tables.stream().map((config) -> config.table().schema()).toArray(String[]::new);
		String[] names = tables.stream().map((config) -> config.table().name()).toArray(String[]::new);
		Rows.read(this.connection, CatalogQueries.ROOTS, (row) -> roots.add(root(tables.get(row.getInt(1) - 1), row)),
				this.connection.createArrayOf("text", schemas), this.connection.createArrayOf("text", names));
		return roots;
	}

	private TableTopology root(TablePartitionConfig config, ResultSet row) throws SQLException {
		RelationName table = config.table();
		Long oid = Rows.number(row, 2);
		if (oid == null) {
			return new TableTopology.Missing(table, Rows.texts(row, 9).stream().map(CatalogReader::namesake).toList());
		}
		String strategy = row.getString(6);
		if (strategy == null) {
			return new TableTopology.NotPartitioned(table, kind(row.getString(3)),
					Rows.texts(row, 10).stream().map(CatalogReader::uniqueKey).toList());
		}
		if (config.leaves().asksForProperties(row.getBoolean(11))) {
			this.handingDown.put(oid, config.leaves());
		}
		List<@Nullable String> names = Rows.texts(row, 7);
		List<@Nullable String> types = Rows.texts(row, 8);
		List<KeyColumn> columns = new ArrayList<>();
		for (int i = 0; i < names.size(); i++) {
			String type = types.get(i);
			columns.add(new KeyColumn(names.get(i), (type != null) ? type : "expression"));
		}
		return new TableTopology.Partitioned(table, oid, row.getBoolean(4), row.getBoolean(5),
				new PartitionKey(PartitionMethod.ofCatalogLetter(strategy), columns), List.of(), List.of(), Set.of(),
				new NewestKey.Unknown("not measured"), null);
	}

	private static RelationName namesake(String joined) {
		String[] parts = joined.split("\u001f");
		return new RelationName(parts[0], parts[1]);
	}

	private static TableTopology.UniqueKey uniqueKey(String joined) {
		List<String> parts = List.of(joined.split("\u001f"));
		return new TableTopology.UniqueKey(parts.get(0), parts.subList(1, parts.size()));
	}

	private static String kind(String relkind) {
		return switch (relkind) {
			case "v" -> "view";
			case "m" -> "materialized view";
			case "f" -> "foreign table";
			default -> "plain table";
		};
	}

	private Map<RelationName, List<Orphan>> orphans() throws SQLException {
		Map<RelationName, List<Orphan>> orphans = new HashMap<>();
		Rows.read(this.connection, CatalogQueries.ORPHANS, (row) -> {
			Relation relation = new Relation(new RelationName(row.getString(2), row.getString(3)), row.getLong(1),
					RelationKind.ofCatalogLetter(row.getString(4)), row.getBoolean(5), estimate(Rows.number(row, 7)),
					null);
			Marker.read(this.markerPrefix, row.getString(6))
				.ifPresent((marker) -> orphans.computeIfAbsent(marker.parent(), (key) -> new ArrayList<>())
					.add(new Orphan(relation, marker)));
		}, this.markerPrefix);
		return orphans;
	}

	private Map<Long, Set<RelationName>> strays(Object oids, Map<RelationName, List<Orphan>> orphans)
			throws SQLException {
		Map<Long, Set<RelationName>> strays = new HashMap<>();
		Rows.read(this.connection, CatalogQueries.STRAYS, (row) -> {
			RelationName name = new RelationName(row.getString(3), row.getString(2));
			strays.computeIfAbsent(row.getLong(1), (key) -> new HashSet<>()).add(name);
		}, oids);
		orphans.values()
			.stream()
			.flatMap(List::stream)
			.forEach((orphan) -> strays.values().forEach((names) -> names.remove(orphan.name())));
		return strays;
	}

	/** PostgreSQL's -1 stands for "never counted". */
	static @Nullable Long estimate(@Nullable Long rows) {
		return (rows != null && rows >= 0) ? rows : null;
	}

}
