package io.partsmith.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.partsmith.lifecycle.Hold;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.Scheme;
import io.partsmith.topology.Branch;
import io.partsmith.topology.Partition;
import io.partsmith.topology.Relation;
import org.jspecify.annotations.Nullable;

/**
 * Finds legal holds of the levels beneath a unit, which goes as a whole: what is held
 * somewhere in its subtree holds all of it.
 */
final class HeldBeneath {

	private final Site site;

	private final boolean possible;

	HeldBeneath(Site site) {
		this.site = site;
		this.possible = !holds(site).isEmpty();
	}

	/** The holds of the levels beneath a site. */
	private static List<Hold> holds(Site site) {
		List<Hold> holds = new ArrayList<>();
		int depth = site.depth();
		for (Scheme level = site.scheme().child(); level != null; level = level.child()) {
			depth++;
			if (level instanceof Progression) {
				holds.addAll(site.config().lifecycleAt(depth).holds());
			}
		}
		return holds;
	}

	/**
	 * The holds over a part of a unit; all of them where it is not divided as configured,
	 * so that nobody knows what its rows are.
	 */
	Set<Hold> of(Relation unit, @Nullable Branch branch) {
		if (!this.possible) {
			return Set.of();
		}
		return this.site.beneath(unit, branch)
			.map(HeldBeneath::within)
			.orElseGet(() -> new LinkedHashSet<>(holds(this.site)));
	}

	private static Set<Hold> within(Site site) {
		Set<Hold> held = new LinkedHashSet<>();
		Grid grid = site.grid().orElse(null);
		for (Partition partition : site.table().partitions()) {
			if (site.scheme() instanceof Progression) {
				site.lifecycle()
					.holds()
					.stream()
					.filter((hold) -> Points.covers(hold, grid, partition.bounds()))
					.forEach(held::add);
			}
			held.addAll(new HeldBeneath(site).of(partition.relation(), partition.branch()));
		}
		return held;
	}

}
