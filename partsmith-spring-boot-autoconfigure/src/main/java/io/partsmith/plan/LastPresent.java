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
		Optional<BigInteger> first = first(attached.stream());
		if (first.isEmpty()) {
			return returning(site, grid).map((extent) -> id(extent.from())).max(Comparator.naturalOrder());
		}
		if (!(site.lifecycle().creation() instanceof Creation.CreateAhead ahead)) {
			return untold ? first(Stream.concat(attached.stream(), returning(site, grid))) : first;
		}
		BigInteger end = Stream.concat(attached.stream(), returning(site, grid))
			.map((extent) -> id(extent.to()))
			.max(Comparator.naturalOrder())
			.orElseThrow();
		BigInteger newest = id(ids.windowAt(new Position.Id(end.subtract(BigInteger.ONE))).from());
		BigInteger counted = newest.subtract(ids.step().multiply(BigInteger.valueOf(ahead.count() - 1)));
		return Optional.of(behindOthers(site, grid, ids, first.get(), counted));
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

	private static Optional<BigInteger> first(Stream<Extent> extents) {
		return extents.map((extent) -> id(extent.from())).min(Comparator.naturalOrder());
	}

	/** What is detached, or about to be, and comes back where nothing expires. */
	private static Stream<Extent> returning(Site site, Grid grid) {
		List<Extent> pending = extents(site, grid,
				(partition) -> partition.detachPending() && !site.isForeign(partition.relation()));
		return Stream.concat(pending.stream().filter(grid::owns),
				new Detached(site, grid).attachable().values().stream().map(Window::extent));
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
