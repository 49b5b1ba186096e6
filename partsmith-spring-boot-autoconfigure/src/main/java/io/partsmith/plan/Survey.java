package io.partsmith.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.partsmith.lifecycle.Candidate;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Facts;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Verdict;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.ListGrid;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Branch;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a progression sorted by what may be done with them: ours by the grid,
 * pending, or to be left alone.
 */
final class Survey {

	private final Site site;

	private final TableTopology.Partitioned table;

	private final Grid grid;

	private final Cursor cursor;

	private final @Nullable Position keptFrom;

	private final Expiry expiry;

	private final HeldBeneath beneath;

	private final List<Placed> managed = new ArrayList<>();

	private final List<Placed> pending = new ArrayList<>();

	private final List<Placed> unmanaged = new ArrayList<>();

	private final List<Partition> unplaced = new ArrayList<>();

	private final List<Placed> crossing = new ArrayList<>();

	private final List<Placed> catchAlls = new ArrayList<>();

	private final TakenNames taken;

	private final List<Orphan> orphans;

	private final Coverage coverage;

	private final Map<Orphan, Window> keptOrphans;

	Survey(Site site, Grid grid, Cursor cursor, TakenNames taken) {
		this(site, grid, cursor, taken, Facts.NONE);
	}

	Survey(Site site, Grid grid, Cursor cursor, TakenNames taken, Facts facts) {
		this.site = site;
		this.expiry = new Expiry(site, grid.axis(), cursor, facts);
		this.beneath = new HeldBeneath(site);
		this.table = site.table();
		this.grid = grid;
		this.cursor = cursor;
		this.taken = taken;
		this.keptFrom = site.lifecycle()
			.retention()
			.keptFrom(grid.axis(), cursor.position())
			.map((kept) -> kept.isBefore(cursor.window().from()) ? kept : cursor.window().from())
			.orElse(null);
		this.table.partitions().stream().filter((partition) -> !partition.isDefault()).forEach(this::place);
		this.orphans = this.table.ownOrphans();
		List<Extent> covering = new ArrayList<>();
		this.managed.forEach((placed) -> covering.add(placed.extent()));
		this.unmanaged.forEach((placed) -> covering.add(placed.extent()));
		if (grid instanceof ListGrid) {
			this.crossing.forEach((placed) -> covering.add(placed.extent()));
		}
		this.coverage = new Coverage(covering);
		this.keptOrphans = findKeptOrphans();
	}

	private void place(Partition partition) {
		Optional<Extent> extent = this.grid.extent(partition.bounds());
		if (extent.isEmpty()) {
			placeCrossing(partition);
			return;
		}
		Placed placed = new Placed(partition, extent.get());
		if (partition.detachPending()) {
			this.pending.add(placed);
		}
		else if (isCatchAll(placed)) {
			this.catchAlls.add(placed);
		}
		else {
			(isOurs(placed) ? this.managed : this.unmanaged).add(placed);
		}
	}

	/**
	 * Whether a partition is a catch-all of ours: requested, open at its end, and ending
	 * or beginning where a window does. Like DEFAULT it takes rows that then stand in the
	 * way, and so does not count as covering anything.
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
		return position != null && axis().windowAt(position).from().equals(position);
	}

	/** Partitions that cover an end of the axis on request. */
	List<Placed> catchAlls() {
		return this.catchAlls;
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

	Site site() {
		return this.site;
	}

	Lifecycle lifecycle() {
		return this.site.lifecycle();
	}

	TableTopology.Partitioned table() {
		return this.table;
	}

	Grid grid() {
		return this.grid;
	}

	Axis axis() {
		return this.grid.axis();
	}

	Cursor cursor() {
		return this.cursor;
	}

	Parent parent() {
		return this.site.parent();
	}

	/** Partitions that are ours, attached. */
	List<Placed> managed() {
		return this.managed;
	}

	/** Partitions in a concurrent detach. */
	List<Placed> pending() {
		return this.pending;
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

	Coverage coverage() {
		return this.coverage;
	}

	/** The first position that retention keeps, or {@code null} where it keeps all. */
	@Nullable Position keptFrom() {
		return this.keptFrom;
	}

	/** Judges units by the lifecycle. */
	Expiry expiry() {
		return this.expiry;
	}

	/** Whether a partition is to go: expired for certain, and under no hold. */
	boolean isExpired(Placed placed) {
		return verdict(placed).isYes() && holds(placed).isEmpty();
	}

	/** What retention says of a partition, holds left aside. */
	Verdict verdict(Placed placed) {
		return placed.extent().isUnbounded() ? Verdict.no("it has an open end") : this.expiry.of(candidate(placed));
	}

	/** What retention says of an orphan, holds left aside. */
	Verdict verdict(Orphan orphan, Window held) {
		return this.expiry.of(this.expiry.candidate(orphan.relation(), held, false));
	}

	Candidate candidate(Placed placed) {
		return this.expiry.candidate(placed.partition().relation(), placed.window(), true);
	}

	List<Hold> holds(Placed placed) {
		Partition partition = placed.partition();
		return holds(placed.extent(), partition.relation(), partition.branch());
	}

	List<Hold> holds(Orphan orphan) {
		return holds(windowOf(orphan).map(Window::extent).orElse(null), orphan.relation(), orphan.branch());
	}

	private List<Hold> holds(@Nullable Extent extent, Relation unit, @Nullable Branch branch) {
		List<Hold> holds = new ArrayList<>(this.expiry.holds(extent));
		holds.addAll(this.beneath.of(unit, branch));
		return holds;
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

	/** Kept partitions that carry the marker of a detach which never began. */
	List<Placed> staleMarkers() {
		return this.managed.stream()
			.filter((placed) -> placed.partition().marker() != null && !isExpired(placed))
			.toList();
	}

	/** What an orphan held: its marker says it, or else its name does. */
	Optional<Window> windowOf(Orphan orphan) {
		PartitionBounds held = orphan.marker().bounds();
		if (held == null) {
			return windowNamed(orphan.name());
		}
		return this.grid.extent(held).filter((extent) -> !extent.isUnbounded()).map(Extent::window);
	}

	/** The window whose partition has a name, if there is one. */
	Optional<Window> windowNamed(RelationName partition) {
		String name = partition.name();
		String tableName = this.table.table().name();
		return name.startsWith(tableName + "__") ? axis().windowNamed(name.substring(tableName.length()))
				: Optional.empty();
	}

	/**
	 * The orphans whose window retention keeps, so that they are wanted again. Under
	 * drop-never an orphan belongs to whoever archives it and never comes back.
	 */
	Map<Orphan, Window> keptOrphans() {
		return this.keptOrphans;
	}

	private Map<Orphan, Window> findKeptOrphans() {
		Map<Orphan, Window> kept = attachableOrphans();
		kept.entrySet().removeIf((entry) -> !verdict(entry.getKey(), entry.getValue()).isNo());
		return kept;
	}

	/** The orphans that may come back at all. */
	private Map<Orphan, Window> attachableOrphans() {
		Map<Orphan, Window> attachable = new LinkedHashMap<>();
		if (lifecycle().drop() instanceof Drop.DropAfter) {
			for (Orphan orphan : this.orphans) {
				windowOf(orphan).filter((window) -> !this.site.isForeign(orphan.relation()))
					.filter((window) -> axis().holds(window))
					.ifPresent((window) -> attachable.put(orphan, window));
			}
		}
		return attachable;
	}

	/** The orphans that held a part of a window, kept or not, by what they held. */
	Map<Window, List<Orphan>> orphansWithin(Window window) {
		Map<Window, List<Orphan>> within = new LinkedHashMap<>();
		attachableOrphans().forEach((orphan, held) -> {
			if (held.extent().overlaps(window.extent())) {
				within.computeIfAbsent(held, (key) -> new ArrayList<>()).add(orphan);
			}
		});
		return within;
	}

	/** The tables that were detached from this relation. */
	List<Orphan> orphans() {
		return this.orphans;
	}

	TakenNames taken() {
		return this.taken;
	}

	/** The retention rule, for people. */
	String retention() {
		return lifecycle().retention().describe();
	}

	/** Where a partition on the grid begins. */
	Position start(Extent extent) {
		return Objects.requireNonNull(extent.from(), "a partition on the grid has a lower end");
	}

	/** Whether what is attached leaves a part of the window, from the cursor on, open. */
	boolean leavesOpen(Window window) {
		Position from = window.from().isBefore(this.cursor.position()) ? this.cursor.position() : window.from();
		return from.isBefore(window.to()) && !this.coverage.covers(from, window.to());
	}

	/** Whether inserts reach the window now or in the window after the current one. */
	boolean isUrgent(Window window) {
		boolean near = window.equals(this.cursor.window()) || window.equals(axis().next(this.cursor.window()));
		return near && leavesOpen(window);
	}

	/**
	 * A partition with its place on the axis.
	 *
	 * @param partition the partition
	 * @param extent what it holds
	 */
	record Placed(Partition partition, Extent extent) {

		PartitionBounds bounds() {
			return this.partition.bounds();
		}

		/** The extent of a partition on the grid, which has both ends. */
		Window window() {
			return this.extent.window();
		}

	}

}
