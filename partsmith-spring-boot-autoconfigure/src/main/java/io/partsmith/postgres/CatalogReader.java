package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Access;
import io.partsmith.topology.Branch;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.Distributions;
import io.partsmith.topology.ForeignKeys;
import io.partsmith.topology.Marker;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.PartitionKey;
import io.partsmith.topology.PropertySheet;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Stray;
import io.partsmith.topology.TableShape;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * One look at the catalog: five queries, whatever the number of tables, and one more each
 * where a bound is new and where a table has something to hand down.
 */
final class CatalogReader {

	private final Connection connection;

	private final String markerPrefix;

	/** The configured leaves of the tables whose properties are to be read, by OID. */
	private final Map<Long, Leaves> handingDown = new HashMap<>();

	private final KnownBounds bounds;

	private final ServerReader.Look server;

	/**
	 * A reader, which looks at the server at once.
	 * @param connection a connection in a transaction
	 * @param markerPrefix what the marker's lines begin with
	 * @param bounds the bounds that were read before
	 * @param clock the application's clock, or {@code null} not to compare it
	 */
	CatalogReader(Connection connection, String markerPrefix, KnownBounds bounds, @Nullable Clock clock)
			throws SQLException {
		this.bounds = bounds;
		this.connection = connection;
		this.markerPrefix = markerPrefix;
		this.server = new ServerReader(connection, clock).read();
	}

	CatalogSnapshot read(List<TablePartitionConfig> tables) throws SQLException {
		Map<RelationName, TableTopology> found = new HashMap<>();
		List<TableTopology.Partitioned> roots = new ArrayList<>();
		for (TableTopology root : roots(tables)) {
			found.put(root.table(), root);
			if (root instanceof TableTopology.Partitioned partitioned) {
				roots.add(partitioned);
			}
		}
		List<CatalogRow> orphans = new ArrayList<>();
		Rows.read(this.connection, CatalogQueries.ORPHANS, (row) -> orphans.add(CatalogRow.read(row)),
				this.markerPrefix);
		Map<Long, List<CatalogRow>> strays = strays(roots, orphans);
		PartitionForest forest = forest(roots, orphans, strays);
		Map<Long, PropertySheet> sheets = new PropertyReader(this.markerPrefix).read(this.connection, this.handingDown);
		Map<RelationName, List<Orphan>> orphansByParent = byParent(orphans, forest);
		Map<RelationName, List<Orphan>> own = orphans(roots, forest, orphansByParent);
		for (TableTopology.Partitioned root : roots) {
			found.put(root.table(), grown(root, forest, own.getOrDefault(root.table(), List.of()), strays)
				.with(sheets.getOrDefault(root.oid(), PropertySheet.EMPTY)));
		}
		return new CatalogSnapshot(this.server.server(), found);
	}

	private static TableTopology.Partitioned grown(TableTopology.Partitioned root, PartitionForest forest,
			List<Orphan> own, Map<Long, List<CatalogRow>> strays) {
		Branch branch = Objects.requireNonNull(forest.branch(root.oid(), root.key()));
		List<Stray> beside = strays.getOrDefault(root.oid(), List.of())
			.stream()
			.map((row) -> new Stray(row.relation(), forest.branch(row.relation().oid(), row.key())))
			.toList();
		return new TableTopology.Partitioned(root.table(), root.oid(), root.access(), root.shape(), branch, own, beside,
				root.newestKey(), Map.of(), null, root.properties(), root.above(), root.analyzedRows(),
				root.distributions());
	}

	/** By table; those that lead to none are looked at more closely. */
	private Map<RelationName, List<Orphan>> orphans(List<TableTopology.Partitioned> roots, PartitionForest forest,
			Map<RelationName, List<Orphan>> byParent) throws SQLException {
		Map<RelationName, List<Orphan>> own = new HashMap<>();
		Map<RelationName, List<Orphan>> unreached = new HashMap<>(byParent);
		for (TableTopology.Partitioned root : roots) {
			List<Orphan> orphans = orphansOf(root, forest, byParent);
			orphans.forEach((orphan) -> unreached.remove(orphan.marker().parent()));
			own.put(root.table(), orphans);
		}
		new LostOrphans(roots).of(unreached, this.connection)
			.forEach((table, lost) -> own.merge(table, lost,
					(one, other) -> Stream.concat(one.stream(), other.stream()).toList()));
		return own;
	}

	/** What was detached from the table, from beneath it, and from such a table again. */
	private static List<Orphan> orphansOf(TableTopology.Partitioned root, PartitionForest forest,
			Map<RelationName, List<Orphan>> orphans) {
		List<Orphan> own = new ArrayList<>();
		Deque<RelationName> parents = new ArrayDeque<>(forest.namesBeneath(root.oid()));
		parents.addFirst(root.table());
		while (!parents.isEmpty()) {
			for (Orphan orphan : orphans.getOrDefault(parents.removeFirst(), List.of())) {
				own.add(orphan);
				if (orphan.branch() != null) {
					parents.add(orphan.name());
					parents.addAll(forest.namesBeneath(orphan.relation().oid()));
				}
			}
		}
		return own;
	}

	private PartitionForest forest(List<TableTopology.Partitioned> roots, List<CatalogRow> orphans,
			Map<Long, List<CatalogRow>> strays) throws SQLException {
		Stream<Long> beside = Stream.concat(orphans.stream(), strays.values().stream().flatMap(List::stream))
			.filter((row) -> row.key() != null)
			.map((row) -> row.relation().oid());
		Object[] anchors = Stream.concat(roots.stream().map(TableTopology.Partitioned::oid), beside)
			.distinct()
			.toArray();
		PartitionForest forest = new PartitionForest(this.markerPrefix);
		Rows.read(this.connection, CatalogQueries.TREE, forest::add, this.connection.createArrayOf("bigint", anchors),
				this.markerPrefix);
		forest.bound(this.bounds.of(this.connection, this.server.source(), forest.versions()));
		return forest;
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
			return new TableTopology.Missing(table,
					Rows.texts(row, 8).stream().map(CatalogReader::joinedName).toList());
		}
		List<TableTopology.UniqueKey> uniqueKeys = Rows.texts(row, 9).stream().map(CatalogReader::uniqueKey).toList();
		PartitionKey key = CatalogRow.key(row, 6);
		if (key == null) {
			return new TableTopology.NotPartitioned(table, kind(row.getString(3)), uniqueKeys);
		}
		if (config.leaves().asksForProperties(row.getBoolean(11))) {
			this.handingDown.put(oid, config.leaves());
		}
		Map<String, String> columns = new LinkedHashMap<>();
		Set<String> generated = new HashSet<>();
		for (String joined : Rows.texts(row, 10)) {
			columns.put(split(joined)[0], split(joined)[1]);
			if (split(joined).length > 2) {
				generated.add(split(joined)[0]);
			}
		}
		Access access = new Access(this.server.role(), row.getBoolean(4), row.getBoolean(5),
				new RightsReader(this.server.role()).read(table, Rows.texts(row, 14)), this.server.pooled());
		return new TableTopology.Partitioned(table, oid, access,
				new TableShape(columns, generated, uniqueKeys, foreignKeys(row)), new Branch(key, List.of()), List.of(),
				List.of(), new NewestKey.Unknown("not measured"), Map.of(), null, PropertySheet.EMPTY,
				Rows.texts(row, 15).stream().map(CatalogReader::joinedName).toList(),
				CatalogRow.estimate(Rows.number(row, 16)), Distributions.NONE);
	}

	private static ForeignKeys foreignKeys(ResultSet row) throws SQLException {
		return new ForeignKeys(names(row, 12), names(row, 13));
	}

	private static Set<RelationName> names(ResultSet row, int column) throws SQLException {
		return Rows.texts(row, column).stream().map(CatalogReader::joinedName).collect(Collectors.toSet());
	}

	private static String[] split(String joined) {
		return joined.split("\u001f");
	}

	private static RelationName joinedName(String joined) {
		return new RelationName(split(joined)[0], split(joined)[1]);
	}

	private static TableTopology.UniqueKey uniqueKey(String joined) {
		List<String> parts = List.of(split(joined));
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

	private Map<RelationName, List<Orphan>> byParent(List<CatalogRow> rows, PartitionForest forest) {
		Map<RelationName, List<Orphan>> orphans = new HashMap<>();
		for (CatalogRow row : rows) {
			Branch branch = forest.branch(row.relation().oid(), row.key());
			Relation relation = (branch != null) ? PartitionForest.sum(row.relation(), branch) : row.relation();
			Marker.read(this.markerPrefix, row.comment())
				.ifPresent((marker) -> orphans.computeIfAbsent(marker.parent(), (key) -> new ArrayList<>())
					.add(new Orphan(relation, marker, branch)));
		}
		return orphans;
	}

	/** By the table whose name their own begins with. */
	private Map<Long, List<CatalogRow>> strays(List<TableTopology.Partitioned> roots, List<CatalogRow> orphans)
			throws SQLException {
		Set<RelationName> marked = new HashSet<>();
		orphans.stream()
			.filter((row) -> Marker.read(this.markerPrefix, row.comment()).isPresent())
			.forEach((row) -> marked.add(row.relation().name()));
		Map<RelationName, Long> tables = new HashMap<>();
		roots.forEach((root) -> tables.put(root.table(), root.oid()));
		Map<Long, List<CatalogRow>> strays = new HashMap<>();
		Rows.read(this.connection, CatalogQueries.STRAYS, (row) -> {
			CatalogRow stray = CatalogRow.read(row);
			RelationName name = stray.relation().name();
			for (int end = name.name().indexOf("__"); end >= 0; end = name.name().indexOf("__", end + 1)) {
				Long root = (end > 0) ? tables.get(name.sibling(name.name().substring(0, end))) : null;
				if (root != null && !marked.contains(name)) {
					strays.computeIfAbsent(root, (key) -> new ArrayList<>()).add(stray);
				}
			}
		}, this.connection.createArrayOf("text",
				roots.stream().map((root) -> root.table().schema()).distinct().toArray()));
		return strays;
	}

}
