package io.partsmith.plan;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.partsmith.lifecycle.Creation;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.IntegerAxis;
import io.partsmith.scheme.Position;
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
	 * @return the id; empty where there is no partition with both ends, and no detached
	 * table that may come back
	 */
	static Optional<BigInteger> of(Site site, Grid grid, IntegerAxis ids) {
		List<Extent> attached = site.table()
			.partitions()
			.stream()
			.filter((partition) -> !partition.detachPending())
			.flatMap((partition) -> grid.extent(partition.bounds()).stream())
			.filter((extent) -> !extent.isUnbounded())
			.toList();
		Optional<BigInteger> first = attached.stream()
			.map((extent) -> id(extent.from()))
			.min(Comparator.naturalOrder());
		if (first.isEmpty()) {
			return new Detached(site, grid).attachable()
				.values()
				.stream()
				.map((window) -> id(window.from()))
				.max(Comparator.naturalOrder());
		}
		if (!(site.lifecycle().creation() instanceof Creation.CreateAhead ahead)) {
			return first;
		}
		BigInteger end = attached.stream()
			.map((extent) -> id(extent.to()))
			.max(Comparator.naturalOrder())
			.orElseThrow();
		BigInteger newest = id(ids.windowAt(new Position.Id(end.subtract(BigInteger.ONE))).from());
		return first.map(newest.subtract(ids.step().multiply(BigInteger.valueOf(ahead.count() - 1)))::max);
	}

	private static BigInteger id(@Nullable Position position) {
		return ((Position.Id) Objects.requireNonNull(position)).value();
	}

}
