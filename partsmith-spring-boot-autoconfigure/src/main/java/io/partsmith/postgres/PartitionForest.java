package io.partsmith.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.partsmith.topology.Marker;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/** Puts the rows of the tree query together again. */
final class PartitionForest {

	private final String markerPrefix;

	private final Map<Long, List<Node>> children = new HashMap<>();

	PartitionForest(String markerPrefix) {
		this.markerPrefix = markerPrefix;
	}

	void add(ResultSet row) throws SQLException {
		String bound = row.getString(8);
		Node node = new Node(row.getLong(1), row.getBoolean(3), new RelationName(row.getString(4), row.getString(5)),
				RelationKind.ofCatalogLetter(row.getString(6)), row.getBoolean(7),
				PartitionBounds.parse((bound != null) ? bound : ""),
				Marker.read(this.markerPrefix, row.getString(9)).orElse(null),
				CatalogReader.estimate(Rows.number(row, 10)));
		this.children.computeIfAbsent(row.getLong(2), (key) -> new ArrayList<>()).add(node);
	}

	List<Partition> childrenOf(long oid) {
		return this.children.getOrDefault(oid, List.of()).stream().map(this::partition).toList();
	}

	private Partition partition(Node node) {
		List<Partition> below = childrenOf(node.oid());
		Long rows = (node.kind() == RelationKind.PARTITIONED) ? sum(below) : node.rows();
		return new Partition(new Relation(node.name(), node.oid(), node.kind(), node.owned(), rows, null),
				node.bounds(), node.pending(), node.marker(), below);
	}

	private static @Nullable Long sum(List<Partition> below) {
		List<Long> known = below.stream()
			.map((partition) -> partition.relation().rows())
			.filter(Objects::nonNull)
			.map(Objects::requireNonNull)
			.toList();
		return known.isEmpty() ? null : known.stream().mapToLong(Long::longValue).sum();
	}

	/** A row of the tree. */
	private record Node(long oid, boolean pending, RelationName name, RelationKind kind, boolean owned,
			PartitionBounds bounds, @Nullable Marker marker, @Nullable Long rows) {
	}

}
