package io.partsmith.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Drop;
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

	/** Those that will be dropped some day, now or later. */
	List<Orphan> of(Relation unit, @Nullable Branch branch) {
		Map<RelationName, Integer> depths = new HashMap<>();
		collect(unit.name(), branch, this.site.depth() + 1, depths);
		return this.site.table()
			.orphans()
			.stream()
			.filter((orphan) -> isDropped(depths.get(orphan.marker().parent())))
			.toList();
	}

	private boolean isDropped(@Nullable Integer depth) {
		return depth != null && this.site.config().lifecycleAt(depth).drop() instanceof Drop.DropAfter;
	}

	private static void collect(RelationName name, @Nullable Branch branch, int depth,
			Map<RelationName, Integer> depths) {
		depths.put(name, depth);
		List<Partition> partitions = (branch != null) ? branch.partitions() : List.of();
		partitions.forEach((partition) -> collect(partition.name(), partition.branch(), depth + 1, depths));
	}

}
