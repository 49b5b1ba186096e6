package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.IntegerAxis;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.scheme.TimeAxis;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Branch;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * A partitioned relation as a test sees it, with nothing of the planner's own parts, so
 * that a fault in those does not hide itself.
 *
 * @param config the table's configuration
 * @param depth how many levels it stands below the table
 * @param name its name
 * @param oid its OID
 * @param branch its key and partitions
 * @param table the table with all beneath and beside it
 */
record Place(TablePartitionConfig config, int depth, RelationName name, long oid, Branch branch,
		TableTopology.Partitioned table) {

	static Place root(TablePartitionConfig config, TableTopology.Partitioned table) {
		return new Place(config, 0, table.table(), table.oid(), table.branch(), table);
	}

	Scheme scheme() {
		return this.config.scheme().levels().get(this.depth);
	}

	Lifecycle lifecycle() {
		return this.config.lifecycleAt(this.depth);
	}

	List<Partition> partitions() {
		return this.branch.partitions();
	}

	/** Whether it is divided into windows. */
	boolean isSeries() {
		return scheme() instanceof Progression;
	}

	/** What a relation is to it, where that is divided as configured. */
	Optional<Place> beneath(Relation relation, @Nullable Branch division) {
		Scheme child = scheme().child();
		if (child == null || division == null || division.key().method() != child.method()
				|| !division.key().columnNames().equals(child.key())) {
			return Optional.empty();
		}
		return Optional
			.of(new Place(this.config, this.depth + 1, relation.name(), relation.oid(), division, this.table));
	}

	Optional<Place> beneath(Partition partition) {
		return beneath(partition.relation(), partition.branch());
	}

	/** It and all beneath it. */
	Stream<Place> all() {
		return Stream.concat(Stream.of(this),
				partitions().stream().flatMap((it) -> beneath(it).stream()).flatMap(Place::all));
	}

	Grid grid() {
		KeyType type = KeyType.named(this.branch.key().leading().type()).orElseThrow();
		return ((Progression) scheme()).over(type, this.branch.key().columns().size()).orElseThrow();
	}

	/** Where now is: by the clock, by the newest member, or by the newest key. */
	Position cursor(Instant now) {
		if (!(grid().axis() instanceof IntegerAxis ids)) {
			return grid().axis().at(now).orElseThrow();
		}
		if (((Progression) scheme()).boundaries().cursor() == CursorSource.NEWEST_MEMBER) {
			return partitions().stream()
				.flatMap((it) -> grid().extent(it.bounds()).stream())
				.map(Extent::from)
				.max((a, b) -> a.compareTo(b))
				.orElse(new Position.Id(ids.origin()));
		}
		NewestKey newest = (this.depth == 0) ? this.table.newestKey() : this.table.newestBeneath().get(this.oid);
		if (newest instanceof NewestKey.Known known) {
			return new Position.Id(known.value());
		}
		BigInteger elsewhere = elsewhere(ids);
		return new Position.Id(elsewhere.equals(BigInteger.valueOf(Long.MIN_VALUE)) ? ids.origin() : elsewhere);
	}

	/**
	 * In a new window, ids go on where those of the same level in other windows ended, or
	 * where the newest partitions were made that are there.
	 */
	private BigInteger elsewhere(IntegerAxis ids) {
		boolean isWithinWindows = this.config.scheme()
			.levels()
			.subList(0, this.depth)
			.stream()
			.anyMatch(Progression.class::isInstance);
		BigInteger own = lastPresent(ids);
		BigInteger last = own;
		if (isWithinWindows) {
			for (Place other : root(this.config, this.table).reachable().toList()) {
				if (other.depth == this.depth
						&& this.table.newestBeneath().get(other.oid) instanceof NewestKey.Known known) {
					last = last.max(known.value());
				}
				else if (other.depth == this.depth && own.equals(BigInteger.valueOf(Long.MIN_VALUE))) {
					last = last.max(other.lastPresent(ids));
				}
			}
		}
		return last;
	}

	/** Whether ids move it, and no row tells which, neither here nor beside it. */
	boolean isWithoutRows() {
		return isMeasured() && newest().noneMatch(NewestKey.Known.class::isInstance);
	}

	private Stream<NewestKey> newest() {
		boolean isWithinWindows = this.config.scheme()
			.levels()
			.subList(0, this.depth)
			.stream()
			.anyMatch(Progression.class::isInstance);
		Stream<Place> beside = isWithinWindows
				? root(this.config, this.table).reachable().filter((it) -> it.depth == this.depth) : Stream.empty();
		return Stream.concat(Stream.of(this), beside)
			.map((it) -> (it.depth == 0) ? this.table.newestKey() : this.table.newestBeneath().get(it.oid));
	}

	/** It, all beneath it, and all beneath what may come back. */
	Stream<Place> reachable() {
		Stream<Place> gone = (isSeries() && lifecycle().drop() instanceof Drop.DropAfter)
				? orphans().flatMap((it) -> beneath(it.relation(), it.branch()).stream()) : Stream.empty();
		return Stream
			.of(Stream.of(this), partitions().stream().flatMap((it) -> beneath(it).stream()).flatMap(Place::reachable),
					gone.flatMap(Place::reachable))
			.flatMap((it) -> it);
	}

	/**
	 * The window whose partition was the first of those made ahead, counted back from the
	 * last id that has a place; but no window before the first there is.
	 */
	private BigInteger lastPresent(IntegerAxis ids) {
		BigInteger nowhere = BigInteger.valueOf(Long.MIN_VALUE);
		if (isMovedBySequence()) {
			return nowhere;
		}
		List<Extent> held = partitions().stream()
			.filter((it) -> !it.detachPending())
			.flatMap((it) -> grid().extent(it.bounds()).stream())
			.filter((it) -> it.from() != null && it.to() != null)
			.toList();
		List<Extent> back = comingBack(ids).filter((it) -> held.stream().noneMatch(it::overlaps)).toList();
		List<Extent> all = Stream.concat(held.stream(), back.stream()).toList();
		if (all.isEmpty()) {
			return nowhere;
		}
		BigInteger first = all.stream().map((it) -> id(it.from())).reduce(BigInteger::min).orElseThrow();
		if (!(lifecycle().creation() instanceof Creation.CreateAhead ahead)) {
			if (held.isEmpty()) {
				return all.stream().map((it) -> id(it.from())).reduce(nowhere, BigInteger::max);
			}
			return isWithoutRows() ? first
					: held.stream().map((it) -> id(it.from())).reduce(BigInteger::min).orElseThrow();
		}
		Position last = new Position.Id(
				all.stream().map((it) -> id(it.to())).reduce(nowhere, BigInteger::max).subtract(BigInteger.ONE));
		Window present = ids.windowAt(last);
		for (int i = 1; i < ahead.count(); i++) {
			present = ids.previous(present);
		}
		BigInteger start = first;
		Window before = ids.windowAt(new Position.Id(first.subtract(BigInteger.ONE)));
		while (!before.from().isBefore(present.from()) && isAnothers(before)) {
			start = id(before.from());
			before = ids.previous(before);
		}
		return start.max(id(present.from()));
	}

	/** What may be attached again, by what it held. */
	private Stream<Extent> detached(IntegerAxis ids) {
		return (lifecycle().drop() instanceof Drop.DropAfter)
				? orphans().filter((it) -> it.relation().owned() && it.relation().kind() != RelationKind.FOREIGN)
					.flatMap((it) -> held(it).stream())
					.filter((it) -> it.from() != null && it.to() != null && ids.holds(it.window()))
				: Stream.empty();
	}

	/** While no row tells where ids are, nothing expires. */
	private Stream<Extent> comingBack(IntegerAxis ids) {
		Stream<Extent> pending = partitions().stream()
			.filter((it) -> it.detachPending() && it.relation().kind() != RelationKind.FOREIGN)
			.flatMap((it) -> grid().extent(it.bounds()).stream())
			.filter(grid()::owns);
		return Stream.concat(pending, detached(ids));
	}

	/** Whether no partition can be made for a window, because one that is none has it. */
	private boolean isAnothers(Window window) {
		return partitions().stream()
			.filter((it) -> grid().extent(it.bounds()).isEmpty())
			.flatMap((it) -> grid().reach(it.bounds()).stream())
			.anyMatch(window.extent()::overlaps);
	}

	private static BigInteger id(Position position) {
		return ((Position.Id) position).value();
	}

	/** Whether its newest key has to be measured. */
	boolean isMeasured() {
		return scheme() instanceof Progression level && level.boundaries().cursor() != null
				&& level.boundaries().cursor() != CursorSource.NEWEST_MEMBER;
	}

	boolean isMovedBySequence() {
		return scheme() instanceof Progression level && level.boundaries().cursor() == CursorSource.SEQUENCE;
	}

	/** The tables that were detached from it. */
	Stream<Orphan> orphans() {
		return this.table.orphans().stream().filter((it) -> it.marker().parent().equals(this.name));
	}

	/** What a detached table held, where its marker or its name tells. */
	Optional<Extent> held(Orphan orphan) {
		if (orphan.marker().bounds() != null) {
			return grid().extent(orphan.marker().bounds());
		}
		String name = orphan.name().name();
		return name.startsWith(this.name.name() + "__")
				? grid().axis().windowNamed(name.substring(this.name.name().length())).map(Window::extent)
				: Optional.empty();
	}

	/** What takes rows at an end of the axis, on request. */
	Stream<Place> catchAlls(CatchAll end) {
		return partitions().stream()
			.filter((it) -> !it.detachPending() && it.relation().kind() != RelationKind.FOREIGN)
			.filter((it) -> scheme() instanceof RangeScheme range && range.catchAlls().contains(end))
			.filter((it) -> grid().asWritten(it.bounds()).filter((extent) -> isCatchAll(end, extent)).isPresent())
			.flatMap((it) -> beneath(it).stream());
	}

	private boolean isCatchAll(CatchAll end, Extent extent) {
		Position open = (end == CatchAll.ABOVE) ? extent.to() : extent.from();
		Position edge = (end == CatchAll.ABOVE) ? extent.from() : extent.to();
		return open == null && edge != null && grid().axis().windowAt(edge).from().equals(edge);
	}

	/** The name that a window's partition is to have. */
	RelationName named(Window window) {
		return named(grid().axis().suffix(window));
	}

	RelationName named(String suffix) {
		return this.name.sibling(this.name.name() + suffix);
	}

	/**
	 * Whether a hold of this level covers a part of an extent, or of who knows what. The
	 * random holds have no end.
	 */
	boolean isHeld(@Nullable Extent extent) {
		return lifecycle().holds().stream().anyMatch((hold) -> isHeld(hold, extent));
	}

	private boolean isHeld(Hold hold, @Nullable Extent extent) {
		return hold.from() == null || extent == null || extent.to() == null
				|| point(grid().axis(), hold.from()).isBefore(extent.to());
	}

	/** Whether a hold of any level covers a part of what lies in a relation. */
	boolean isHeldWithin(@Nullable Branch division) {
		if (division == null || scheme().child() == null) {
			return false;
		}
		return division.partitions().stream().anyMatch((it) -> {
			Place beneath = new Place(this.config, this.depth + 1, it.name(), 0, division, this.table);
			boolean fits = division.key().columnNames().equals(scheme().child().key());
			return fits && (beneath.isSeries()
					&& beneath.grid().reach(it.bounds()).stream().anyMatch((extent) -> beneath.isHeld(extent))
					|| beneath.isHeldWithin(it.branch()));
		});
	}

	static Position point(Axis axis, Creation.Until point) {
		if (point instanceof Creation.Until.AtId id) {
			return new Position.Id(id.id());
		}
		return (point instanceof Creation.Until.OnDate day) ? ((TimeAxis) axis).startOf(day.date())
				: axis.at(((Creation.Until.AtInstant) point).instant()).orElseThrow();
	}

	/** Whether extents leave nothing open between two positions. */
	static boolean isCovered(List<Extent> extents, Position from, Position to) {
		Position reached = from;
		while (reached.isBefore(to)) {
			Position at = reached;
			Extent next = extents.stream().filter((it) -> it.contains(at)).findFirst().orElse(null);
			if (next == null) {
				return false;
			}
			if (next.to() == null) {
				return true;
			}
			reached = next.to();
		}
		return true;
	}

}
