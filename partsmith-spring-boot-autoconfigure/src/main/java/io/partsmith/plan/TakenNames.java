package io.partsmith.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.topology.Branch;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Stray;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/** The names that are not free any more, in a table's tree and beside it. */
final class TakenNames {

	private final Set<RelationName> inside = new HashSet<>();

	private final Set<RelationName> orphans = new HashSet<>();

	private final Map<RelationName, Stray> strays = new HashMap<>();

	TakenNames(TableTopology.Partitioned root) {
		collect(root.partitions());
		for (Orphan orphan : root.orphans()) {
			this.orphans.add(orphan.name());
			collect(orphan.branch());
		}
		for (Stray stray : root.strays()) {
			this.strays.put(stray.relation().name(), stray);
			collect(stray.branch());
		}
	}

	private void collect(@Nullable Branch branch) {
		if (branch != null) {
			collect(branch.partitions());
		}
	}

	private void collect(List<Partition> partitions) {
		for (Partition partition : partitions) {
			this.inside.add(partition.name());
			collect(partition.children());
		}
	}

	/** Whether a partition of the table, however deep, holds a name. */
	boolean isHeldInside(RelationName name) {
		return this.inside.contains(name);
	}

	/** Whether a detached table or an unrelated relation holds a name. */
	boolean isHeldBeside(RelationName name) {
		return this.orphans.contains(name) || this.strays.containsKey(name);
	}

	/** The unrelated relation that holds a name, or {@code null}. */
	@Nullable Stray stray(RelationName name) {
		return this.strays.get(name);
	}

}
