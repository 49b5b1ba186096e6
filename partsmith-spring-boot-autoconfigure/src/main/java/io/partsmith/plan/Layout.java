package io.partsmith.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.ListGrid;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Partition;
import io.partsmith.topology.RelationKind;
import org.jspecify.annotations.Nullable;

/** Where the partitions of a progression lie on its axis, and which of them are ours. */
final class Layout {

	private final Site site;

	private final Grid grid;

	private final List<Placed> managed = new ArrayList<>();

	private final List<Placed> pending = new ArrayList<>();

	private final List<Placed> unmanaged = new ArrayList<>();

	private final List<Placed> crossing = new ArrayList<>();

	private final List<Placed> catchAlls = new ArrayList<>();

	private final List<Partition> unplaced = new ArrayList<>();

	private final Set<Long> open = new HashSet<>();

	private final Coverage coverage;

	Layout(Site site, Grid grid) {
		this.site = site;
		this.grid = grid;
		site.table().partitions().stream().filter((partition) -> !partition.isDefault()).forEach(this::place);
		List<Extent> covering = new ArrayList<>();
		this.managed.forEach((placed) -> covering.add(placed.extent()));
		this.catchAlls.forEach((placed) -> grid.extent(placed.bounds())
			.filter((extent) -> !extent.isUnbounded())
			.ifPresent(covering::add));
		this.unmanaged.forEach((placed) -> covering.add(placed.extent()));
		if (grid instanceof ListGrid) {
			this.crossing.forEach((placed) -> covering.add(placed.extent()));
		}
		this.coverage = new Coverage(covering);
	}

	private void place(Partition partition) {
		Optional<Extent> extent = this.grid.asWritten(partition.bounds());
		if (extent.isEmpty()) {
			placeCrossing(partition);
			return;
		}
		Placed written = new Placed(partition, extent.get());
		Placed placed = extent.get().isUnbounded() ? closed(partition) : written;
		if (partition.detachPending()) {
			this.pending.add(placed);
		}
		else if (isCatchAll(written)) {
			this.catchAlls.add(written);
		}
		else {
			(isOurs(placed) ? this.managed : this.unmanaged).add(placed);
		}
	}

	private Placed closed(Partition partition) {
		if (this.grid.isOpen(partition.bounds())) {
			this.open.add(partition.relation().oid());
		}
		return new Placed(partition, this.grid.extent(partition.bounds()).orElseThrow());
	}

	/**
	 * Whether a partition takes keys that no window has, so that it never expires.
	 */
	boolean isOpen(Placed placed) {
		return this.open.contains(placed.partition().relation().oid());
	}

	/**
	 * Whether a partition is a catch-all of ours: requested, open at its end, and ending
	 * or beginning where a window does. Like DEFAULT it takes rows that then stand in the
	 * way, and so does not count as covering anything; unless it holds no more than the
	 * last window there is.
	 */
	private boolean isCatchAll(Placed placed) {
		Extent extent = placed.extent();
		if (!(this.site.scheme() instanceof RangeScheme range)
				|| placed.partition().relation().kind() == RelationKind.FOREIGN) {
			return false;
		}
		return extent.to() == null && isEdge(extent.from()) && range.catchAlls().contains(CatchAll.ABOVE)
				|| extent.from() == null && isEdge(extent.to()) && range.catchAlls().contains(CatchAll.BELOW);
	}

	private boolean isEdge(@Nullable Position position) {
		return position != null && this.grid.axis().windowAt(position).from().equals(position);
	}

	private void placeCrossing(Partition partition) {
		List<Extent> reach = this.grid.reach(partition.bounds());
		reach.forEach((extent) -> this.crossing.add(new Placed(partition, extent)));
		if (reach.isEmpty()) {
			this.unplaced.add(partition);
		}
	}

	/** Whether a partition may be touched: on the grid, and no stranger. */
	boolean isOurs(Placed placed) {
		return !this.site.isForeign(placed.partition().relation()) && this.grid.owns(placed.extent());
	}

	/** Partitions that are ours, attached. */
	List<Placed> managed() {
		return this.managed;
	}

	/** Partitions in a concurrent detach. */
	List<Placed> pending() {
		return this.pending;
	}

	/** Partitions that are ours, attached or in a concurrent detach. */
	Stream<Placed> ours() {
		return Stream.concat(this.managed.stream(), this.pending.stream().filter(this::isOurs));
	}

	/** Attached partitions that are not ours. */
	List<Placed> unmanaged() {
		return this.unmanaged;
	}

	/**
	 * Attached partitions that hold several stretches of the axis, or cut through one.
	 */
	Set<Partition> crossing() {
		return this.crossing.stream().map(Placed::partition).collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/** Partitions whose bounds say nothing about this axis. */
	List<Partition> unplaced() {
		return this.unplaced;
	}

	/** Partitions that cover an end of the axis on request. */
	List<Placed> catchAlls() {
		return this.catchAlls;
	}

	Coverage coverage() {
		return this.coverage;
	}

	/** Attached or pending partitions that have a position in common with a window. */
	List<Placed> overlapping(Window window) {
		if (this.pending.isEmpty() && this.crossing.isEmpty() && this.catchAlls.isEmpty()
				&& !this.coverage.touches(window.from(), window.to())) {
			return List.of();
		}
		List<Placed> overlapping = new ArrayList<>();
		for (List<Placed> group : List.of(this.managed, this.unmanaged, this.pending, this.crossing, this.catchAlls)) {
			group.stream().filter((placed) -> placed.extent().overlaps(window.extent())).forEach(overlapping::add);
		}
		return overlapping;
	}

}
