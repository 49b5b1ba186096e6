package io.partsmith.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.RangeGrid;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Window;
import io.partsmith.topology.PartitionBounds;

/**
 * Finds the ends of an axis that are to be kept covered, but are not. A catch-all begins
 * or ends where the other partitions do.
 */
final class CatchAllPlanner {

	private final Survey survey;

	private final List<Extent> covered = new ArrayList<>();

	CatchAllPlanner(Survey survey, Collection<Window> wanted) {
		this.survey = survey;
		this.covered.addAll(survey.layout().coverage().stretches());
		survey.layout().catchAlls().forEach((placed) -> this.covered.add(placed.extent()));
		survey.layout().pending().forEach((placed) -> this.covered.add(placed.extent()));
		survey.keptOrphans().values().forEach((window) -> this.covered.add(window.extent()));
		wanted.forEach((window) -> this.covered.add(window.extent()));
	}

	/** The bounds of each catch-all that is missing. */
	Map<CatchAll, PartitionBounds> missing() {
		Map<CatchAll, PartitionBounds> missing = new EnumMap<>(CatchAll.class);
		if (this.survey.grid() instanceof RangeGrid grid && !this.covered.isEmpty()) {
			Set<CatchAll> requested = (this.survey.site().scheme() instanceof RangeScheme range) ? range.catchAlls()
					: Set.of();
			if (requested.contains(CatchAll.BELOW) && this.covered.stream().allMatch((held) -> held.from() != null)) {
				put(missing, CatchAll.BELOW,
						grid.below(this.covered.stream()
							.map((held) -> Objects.requireNonNull(held.from()))
							.min(Comparator.naturalOrder())
							.orElseThrow()));
			}
			if (requested.contains(CatchAll.ABOVE) && this.covered.stream().allMatch((held) -> held.to() != null)) {
				put(missing, CatchAll.ABOVE,
						grid.above(this.covered.stream()
							.map((held) -> Objects.requireNonNull(held.to()))
							.max(Comparator.naturalOrder())
							.orElseThrow()));
			}
		}
		return missing;
	}

	/** Beyond the first and the last window of a type, there is nothing to catch. */
	private static void put(Map<CatchAll, PartitionBounds> missing, CatchAll end, PartitionBounds.Range bounds) {
		if (!bounds.from().get(0).equals(bounds.to().get(0))) {
			missing.put(end, bounds);
		}
	}

}
