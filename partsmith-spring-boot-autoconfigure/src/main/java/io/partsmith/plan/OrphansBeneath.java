package io.partsmith.plan;

import java.util.ArrayList;
import java.util.List;

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
		List<Orphan> beneath = new ArrayList<>();
		collect(unit.name(), branch, this.site.depth() + 1, beneath);
		return beneath;
	}

	private void collect(RelationName name, @Nullable Branch branch, int depth, List<Orphan> beneath) {
		List<Orphan> detached = this.site.table().orphansOf(name);
		if (!detached.isEmpty() && this.site.config().lifecycleAt(depth).drop() instanceof Drop.DropAfter) {
			beneath.addAll(detached);
		}
		List<Partition> partitions = (branch != null) ? branch.partitions() : List.of();
		partitions.forEach((partition) -> collect(partition.name(), partition.branch(), depth + 1, beneath));
	}

}
