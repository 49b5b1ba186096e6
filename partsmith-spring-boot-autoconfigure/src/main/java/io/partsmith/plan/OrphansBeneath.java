package io.partsmith.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.partsmith.lifecycle.Drop;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.Scheme;
import io.partsmith.topology.Branch;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * The tables that were detached from beneath a unit. Once the unit is dropped, nothing
 * tells any more whose they were; so they go first.
 */
final class OrphansBeneath {

	private final Site site;

	OrphansBeneath(Site site) {
		this.site = site;
	}

	/** Those that will be dropped some day, but not by what is planned so far. */
	List<Orphan> waiting(Relation unit, @Nullable Branch branch, PlanDraft draft) {
		if (!anythingIsDropped()) {
			return List.of();
		}
		Set<RelationName> parents = new HashSet<>(Set.of(unit.name()));
		collect(branch, parents);
		Set<RelationName> going = new HashSet<>();
		draft.operations()
			.stream()
			.filter((operation) -> operation.kind() == OperationKind.DROP)
			.forEach((drop) -> going.add(drop.partition()));
		return this.site.table()
			.orphans()
			.stream()
			.filter((orphan) -> parents.contains(orphan.marker().parent()) && !going.contains(orphan.name()))
			.toList();
	}

	private boolean anythingIsDropped() {
		List<Scheme> levels = this.site.config().scheme().levels();
		for (int depth = this.site.depth() + 1; depth < levels.size(); depth++) {
			if (levels.get(depth) instanceof Progression
					&& this.site.config().lifecycleAt(depth).drop() instanceof Drop.DropAfter) {
				return true;
			}
		}
		return false;
	}

	private static void collect(@Nullable Branch branch, Set<RelationName> names) {
		List<Partition> partitions = (branch != null) ? branch.partitions() : List.of();
		for (Partition partition : partitions) {
			names.add(partition.name());
			collect(partition.branch(), names);
		}
	}

}
