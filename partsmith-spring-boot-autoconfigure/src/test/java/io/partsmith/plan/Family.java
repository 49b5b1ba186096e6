package io.partsmith.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.partsmith.topology.Branch;
import io.partsmith.topology.Datum;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/** Every relation of a table and beside it, with what it belongs or belonged to. */
final class Family {

	private final Map<RelationName, RelationName> parents = new HashMap<>();

	private final Map<RelationName, List<BigInteger>> members = new HashMap<>();

	private final Map<RelationName, NewestKey> newest = new HashMap<>();

	Family(TableTopology.Partitioned table) {
		this.newest.put(table.table(), table.newestKey());
		add(table.table(), table.branch(), table);
		table.orphans().forEach((it) -> add(it.relation(), it.marker().parent(), it.branch(), table));
		table.strays().forEach((it) -> add(it.relation(), it.relation().name(), it.branch(), table));
	}

	private void add(RelationName parent, @Nullable Branch branch, TableTopology.Partitioned table) {
		if (branch != null) {
			branch.partitions().forEach((it) -> {
				numbers(it.bounds())
					.forEach((number) -> this.members.computeIfAbsent(parent, (key) -> new ArrayList<>()).add(number));
				add(it.relation(), parent, it.branch(), table);
			});
		}
	}

	private void add(Relation relation, RelationName parent, @Nullable Branch branch, TableTopology.Partitioned table) {
		this.parents.put(relation.name(), parent);
		NewestKey key = table.newestBeneath().get(relation.oid());
		if (key != null) {
			this.newest.put(relation.name(), key);
		}
		add(relation.name(), branch, table);
	}

	private static List<BigInteger> numbers(PartitionBounds bounds) {
		return (bounds instanceof PartitionBounds.Values values && values.values().size() == 1) ? values.values()
			.stream()
			.filter((it) -> it instanceof Datum.Literal literal && literal.text().matches("-?\\d+"))
			.map((it) -> new BigInteger(((Datum.Literal) it).text()))
			.toList() : List.of();
	}

	/** The names of all but the table itself. */
	Set<RelationName> names() {
		return this.parents.keySet();
	}

	/** The numbers that are listed alone beneath a relation, and so are members of it. */
	List<BigInteger> members(RelationName list) {
		return this.members.getOrDefault(list, List.of());
	}

	/** Whether a row tells where the ids of a relation are. */
	boolean isFilled(RelationName relation) {
		return this.newest.get(relation) instanceof NewestKey.Known;
	}

	/** The relations of a level where a row tells where ids are. */
	Stream<RelationName> filled(int depth) {
		return this.newest.keySet().stream().filter(this::isFilled).filter((it) -> depth(it) == depth);
	}

	/** What a relation is or was attached to. */
	@Nullable RelationName parent(RelationName relation) {
		return this.parents.get(relation);
	}

	/** How many levels a relation stands below the table. */
	int depth(RelationName relation) {
		RelationName parent = this.parents.get(relation);
		return (parent == null || parent.equals(relation)) ? 0 : 1 + depth(parent);
	}

	/** Whether a relation is another one, or belongs to it. */
	boolean isWithin(RelationName relation, RelationName other) {
		RelationName parent = this.parents.get(relation);
		return relation.equals(other) || parent != null && !parent.equals(relation) && isWithin(parent, other);
	}

}
