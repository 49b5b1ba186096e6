package io.partsmith.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.HashSet;

import io.partsmith.topology.Branch;
import io.partsmith.topology.Marker;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.PartitionKey;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/** Puts the rows of the tree query together again. */
final class PartitionForest {

	private final String markerPrefix;

	private final Map<Long, List<Node>> children = new HashMap<>();

	private final Map<Long, String> versions = new HashMap<>();

	private Map<Long, PartitionBounds> bounds = Map.of();

	PartitionForest(String markerPrefix) {
		this.markerPrefix = markerPrefix;
	}

	void add(ResultSet row) throws SQLException {
		CatalogRow found = CatalogRow.read(row);
		this.versions.put(found.relation().oid(), row.getString(CatalogRow.NEXT + 2));
		Node node = new Node(found, row.getBoolean(CatalogRow.NEXT + 1), row.getBoolean(CatalogRow.NEXT + 3),
				Marker.read(this.markerPrefix, found.comment()).orElse(null));
		this.children.computeIfAbsent(row.getLong(CatalogRow.NEXT), (key) -> new ArrayList<>()).add(node);
	}

	/** The version of each relation's row. */
	Map<Long, String> versions() {
		return this.versions;
	}

	/** Gives the relations their bounds, by OID. */
	void bound(Map<Long, PartitionBounds> found) {
		this.bounds = found;
	}

	/** The division of a relation with a key, or {@code null} without one. */
	@Nullable Branch branch(long oid, @Nullable PartitionKey key) {
		return (key != null) ? new Branch(key, childrenOf(oid)) : null;
	}

	private List<Partition> childrenOf(long oid) {
		return this.children.getOrDefault(oid, List.of())
			.stream()
			.sorted(Comparator.comparingLong((node) -> node.found().relation().oid()))
			.map(this::partition)
			.toList();
	}

	/** The names of all relations beneath one. */
	Set<RelationName> namesBeneath(long oid) {
		Set<RelationName> names = new HashSet<>();
		this.children.getOrDefault(oid, List.of()).forEach((node) -> {
			names.add(node.found().relation().name());
			names.addAll(namesBeneath(node.found().relation().oid()));
		});
		return names;
	}

	private Partition partition(Node node) {
		Relation relation = node.found().relation();
		Branch branch = branch(relation.oid(), node.found().key());
		return new Partition((branch != null) ? sum(relation, branch) : relation,
				Objects.requireNonNull(this.bounds.get(relation.oid())), node.pending(), node.marker(), branch,
				node.outgrown());
	}

	/** A partitioned relation with the rows of its subtree. */
	static Relation sum(Relation relation, Branch branch) {
		List<Long> known = branch.partitions()
			.stream()
			.map((partition) -> partition.relation().rows())
			.filter(Objects::nonNull)
			.map(Objects::requireNonNull)
			.toList();
		return new Relation(relation.name(), relation.oid(), relation.kind(), relation.owned(),
				known.isEmpty() ? null : known.stream().mapToLong(Long::longValue).sum(), relation.bytes());
	}

	/** A row of the tree. */
	private record Node(CatalogRow found, boolean pending, boolean outgrown, @Nullable Marker marker) {
	}

}
