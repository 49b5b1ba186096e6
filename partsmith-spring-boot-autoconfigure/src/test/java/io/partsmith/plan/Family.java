package io.partsmith.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.partsmith.table.TablePartitionConfig;
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

	private final Set<RelationName> filled = new HashSet<>();

	private final TableTopology.Partitioned table;

	Family(TableTopology.Partitioned table) {
		this.table = table;
		heed(table.table(), table.newestKey());
		add(table.table(), table.branch());
		table.orphans().forEach((it) -> add(it.relation(), it.marker().parent(), it.branch()));
		table.strays().forEach((it) -> add(it.relation(), it.relation().name(), it.branch()));
	}

	private void add(RelationName parent, @Nullable Branch branch) {
		if (branch != null) {
			branch.partitions().forEach((it) -> {
				numbers(it.bounds())
					.forEach((number) -> this.members.computeIfAbsent(parent, (key) -> new ArrayList<>()).add(number));
				add(it.relation(), parent, it.branch());
			});
		}
	}

	private void add(Relation relation, RelationName parent, @Nullable Branch branch) {
		this.parents.put(relation.name(), parent);
		heed(relation.name(), this.table.newestBeneath().get(relation.oid()));
		add(relation.name(), branch);
	}

	private void heed(RelationName relation, @Nullable NewestKey newest) {
		if (newest instanceof NewestKey.Known) {
			this.filled.add(relation);
		}
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
		return this.filled.contains(relation);
	}

	/** Whether a relation is or was a partition of another one. */
	boolean isChild(RelationName relation, RelationName parent) {
		return !relation.equals(parent) && parent.equals(this.parents.get(relation));
	}

	/** The newest id of a level that a row tells, in whatever may be attached. */
	Optional<BigInteger> newest(TablePartitionConfig config, int depth) {
		return Place.root(config, this.table)
			.reachable()
			.filter((it) -> it.depth() == depth)
			.map((it) -> (depth == 0) ? this.table.newestKey() : this.table.newestBeneath().get(it.oid()))
			.filter(NewestKey.Known.class::isInstance)
			.map((it) -> ((NewestKey.Known) it).value())
			.max(Comparator.naturalOrder());
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
