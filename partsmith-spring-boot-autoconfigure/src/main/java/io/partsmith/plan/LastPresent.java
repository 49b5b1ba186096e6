package io.partsmith.plan;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Creation;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.IntegerAxis;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Partition;
import org.jspecify.annotations.Nullable;

/**
 * Where ids stood when the partitions of a relation were made which holds no row any
 * more. Of those made ahead, the first one was the present of that time; ids do not go
 * back behind it.
 */
final class LastPresent {

	private LastPresent() {
	}

	/**
	 * The start of the window from which the newest partitions were counted; where they
	 * are not counted, that of the first one there is.
	 * @param untold whether no id is known anywhere, so that nothing expires, and all
	 * that was detached comes back
	 * @return the id; empty where there is no partition with both ends, and no table that
	 * may come back from a detach
	 */
	static Optional<BigInteger> of(Site site, Grid grid, IntegerAxis ids, boolean untold) {
		List<Extent> attached = extents(site, grid, (partition) -> !partition.detachPending());
		List<Extent> made = Stream.concat(attached.stream(), returning(site, grid, attached)).toList();
		if (site.lifecycle().creation() instanceof Creation.CreateAhead ahead) {
			// The newest of them lies ahead of what is counted from it, so that it comes
			// back whatever retention says.
			return first(made).map((first) -> counted(site, grid, ids, first, made, ahead.count()));
		}
		if (attached.isEmpty()) {
			return made.stream().map((extent) -> id(extent.from())).max(Comparator.naturalOrder());
		}
		return first(untold ? made : attached);
	}

	private static BigInteger counted(Site site, Grid grid, IntegerAxis ids, BigInteger first, List<Extent> made,
			int count) {
		BigInteger end = made.stream().map((extent) -> id(extent.to())).max(Comparator.naturalOrder()).orElseThrow();
		BigInteger newest = id(ids.windowAt(new Position.Id(end.subtract(BigInteger.ONE))).from());
		BigInteger counted = newest.subtract(ids.step().multiply(BigInteger.valueOf(count - 1)));
		return behindOthers(site, grid, ids, first, counted);
	}

	private static List<Extent> extents(Site site, Grid grid, Predicate<Partition> some) {
		return site.table()
			.partitions()
			.stream()
			.filter(some)
			.flatMap((partition) -> grid.extent(partition.bounds()).stream())
			.filter((extent) -> !extent.isUnbounded())
			.toList();
	}

	private static Optional<BigInteger> first(List<Extent> extents) {
		return extents.stream().map((extent) -> id(extent.from())).min(Comparator.naturalOrder());
	}

	/** What is detached, or about to be, and may come back: nothing is in its place. */
	private static Stream<Extent> returning(Site site, Grid grid, List<Extent> attached) {
		List<Extent> pending = extents(site, grid,
				(partition) -> partition.detachPending() && !site.isForeign(partition.relation()));
		Stream<Extent> detached = new Detached(site, grid).attachable()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().relation().owned())
			.map((entry) -> entry.getValue().extent())
			.filter((extent) -> attached.stream().noneMatch(extent::overlaps));
		return Stream.concat(pending.stream().filter(grid::owns), detached);
	}

	/**
	 * Where another partition has the window before the first one, none was made there,
	 * though ids may have stood in it.
	 */
	private static BigInteger behindOthers(Site site, Grid grid, IntegerAxis ids, BigInteger first,
			BigInteger counted) {
		List<Extent> others = site.table()
			.partitions()
			.stream()
			.filter((partition) -> grid.extent(partition.bounds()).isEmpty())
			.flatMap((partition) -> grid.reach(partition.bounds()).stream())
			.toList();
		BigInteger from = first;
		while (counted.compareTo(from) < 0) {
			Window before = ids.windowAt(new Position.Id(from.subtract(BigInteger.ONE)));
			if (others.stream().noneMatch((other) -> other.overlaps(before.extent()))) {
				return from;
			}
			from = id(before.from());
		}
		return counted;
	}

	private static BigInteger id(@Nullable Position position) {
		return ((Position.Id) Objects.requireNonNull(position)).value();
	}

}
