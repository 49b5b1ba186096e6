package io.partsmith.plan;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Candidate;
import io.partsmith.lifecycle.Facts;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Verdict;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.BrokenContractException;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Branch;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Relation;
import io.partsmith.topology.Partition;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a progression sorted by what may be done with them: ours by the grid,
 * pending, or to be left alone.
 */
final class Survey {

	private final Site site;

	private final TableTopology.Partitioned table;

	/** Found out once, because it takes a look at every partition. */
	private final Parent parent;

	private final Grid grid;

	private final Cursor cursor;

	private final @Nullable Position keptFrom;

	private final Expiry expiry;

	private final HeldBeneath beneath;

	private final TakenNames taken;

	private final Layout layout;

	private final Detached detached;

	private final Map<Orphan, Window> keptOrphans;

	Survey(Site site, Grid grid, Cursor cursor, TakenNames taken) {
		this(site, grid, cursor, taken, Facts.NONE);
	}

	Survey(Site site, Grid grid, Cursor cursor, TakenNames taken, Facts facts) {
		this.site = site;
		this.expiry = new Expiry(site, grid.axis(), cursor, facts);
		this.beneath = new HeldBeneath(site);
		this.table = site.table();
		this.parent = site.parent();
		this.grid = grid;
		this.cursor = cursor;
		this.taken = taken;
		this.keptFrom = site.lifecycle()
			.retention()
			.keptFrom(grid.axis(), cursor.position())
			.map((kept) -> kept.isBefore(cursor.window().from()) ? kept : cursor.window().from())
			.orElse(null);
		this.layout = new Layout(site, grid);
		this.detached = new Detached(site, grid);
		this.keptOrphans = findKeptOrphans();
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

	/** Where the partitions lie. */
	Layout layout() {
		return this.layout;
	}

	/** What was detached. */
	Detached detached() {
		return this.detached;
	}

	Parent parent() {
		return this.parent;
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
		return this.layout.isOpen(placed) ? Verdict.no("it has an open end") : this.expiry.of(candidate(placed));
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

	/** Whatever it holds, be it no stretch of the axis at all. */
	List<Hold> holds(Partition partition) {
		return holds(this.grid.extent(partition.bounds()).orElse(null), partition.relation(), partition.branch());
	}

	List<Hold> holds(Orphan orphan) {
		return holds(this.detached.windowOf(orphan).map(Window::extent).orElse(null), orphan.relation(),
				orphan.branch());
	}

	/** The holds over all that was a part of an orphan. */
	List<Hold> holdsOver(Orphan orphan) {
		return holdsOver(this.detached.windowOf(orphan).map(Window::extent).orElse(null));
	}

	private List<Hold> holdsOver(@Nullable Extent extent) {
		List<Hold> own = this.expiry.holds(extent);
		return this.site.held().isEmpty() ? own
				: Stream.concat(this.site.held().stream(), own.stream()).distinct().toList();
	}

	private List<Hold> holds(@Nullable Extent extent, Relation unit, @Nullable Branch branch) {
		List<Hold> over = holdsOver(extent);
		Set<Hold> within = this.beneath.of(unit, branch);
		return within.isEmpty() ? over : Stream.concat(over.stream(), within.stream()).toList();
	}

	/** Kept partitions that carry the marker of a detach which never began. */
	List<Placed> staleMarkers() {
		return this.layout.managed()
			.stream()
			.filter((placed) -> placed.partition().marker() != null && !isExpired(placed))
			.toList();
	}

	/**
	 * The orphans whose window retention keeps, so that they are wanted again. Under
	 * drop-never an orphan belongs to whoever archives it and never comes back.
	 */
	Map<Orphan, Window> keptOrphans() {
		return this.keptOrphans;
	}

	private Map<Orphan, Window> findKeptOrphans() {
		Map<Orphan, Window> kept = this.detached.attachable();
		kept.entrySet().removeIf((entry) -> !verdict(entry.getKey(), entry.getValue()).isNo());
		return kept;
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

	/** Whether rows of a window are still to be expected: it has not ended. */
	boolean isOpen(Extent extent) {
		Position end = extent.to();
		return end == null || this.cursor.position().isBefore(end);
	}

	/** What is planned beneath a table that is about to hold a window. */
	Joined joined(Relation table, @Nullable Branch branch, Window window, Joining joining) {
		return this.site.beneath(table, branch)
			.map((within) -> within.under(holdsOver(window.extent())))
			.map((within) -> joining.beneath(within, isOpen(window.extent())))
			.orElse(Joined.NOTHING);
	}

	/** Whether what is attached leaves a part of the window, from the cursor on, open. */
	boolean leavesOpen(Window window) {
		Position from = window.from().isBefore(this.cursor.position()) ? this.cursor.position() : window.from();
		return from.isBefore(window.to()) && !this.layout.coverage().covers(from, window.to());
	}

	/** Whether inserts reach the window now or in the window after the current one. */
	boolean isUrgent(Window window) {
		boolean near = window.equals(this.cursor.window()) || window.equals(following());
		return near && leavesOpen(window);
	}

	/** The window after the current one, or {@code null} where the calendar has none. */
	@Nullable Window following() {
		try {
			return axis().next(this.cursor.window());
		}
		catch (BrokenContractException ex) {
			return null;
		}
	}

}
