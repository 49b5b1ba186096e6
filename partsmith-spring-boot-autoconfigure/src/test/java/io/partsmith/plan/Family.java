package io.partsmith.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.topology.Branch;
import io.partsmith.topology.Datum;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/** Every relation of a table and beside it, with what it belongs or belonged to. */
final class Family {

	private final Map<RelationName, RelationName> parents = new HashMap<>();

	private final Map<RelationName, List<BigInteger>> members = new HashMap<>();

	Family(TableTopology.Partitioned table) {
		add(table.table(), table.branch());
		table.orphans().forEach((it) -> {
			this.parents.put(it.name(), it.marker().parent());
			add(it.name(), it.branch());
		});
		table.strays().forEach((it) -> {
			this.parents.put(it.relation().name(), it.relation().name());
			add(it.relation().name(), it.branch());
		});
	}

	private void add(RelationName parent, @Nullable Branch branch) {
		if (branch != null) {
			branch.partitions().forEach((it) -> {
				this.parents.put(it.name(), parent);
				numbers(it.bounds())
					.forEach((number) -> this.members.computeIfAbsent(parent, (key) -> new ArrayList<>()).add(number));
				add(it.name(), it.branch());
			});
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
