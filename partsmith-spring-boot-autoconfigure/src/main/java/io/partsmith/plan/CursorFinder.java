package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.IntegerAxis;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Progression;
import io.partsmith.topology.NewestKey;

/**
 * Finds where now is: the clock moves a time axis; the newest key, or the newest member
 * of a sliding list, an axis of whole numbers, from its origin on.
 */
final class CursorFinder {

	private CursorFinder() {
	}

	/** The cursor of a progression; empty where it could not be measured. */
	static Optional<Cursor> find(Site site, Grid grid, Instant now) {
		return position(site, grid, now).map((position) -> new Cursor(position, grid.axis().windowAt(position)));
	}

	private static Optional<Position> position(Site site, Grid grid, Instant now) {
		Axis axis = grid.axis();
		if (!(axis instanceof IntegerAxis ids)) {
			return axis.at(now);
		}
		if (site.isMovedByMembers()) {
			return Optional.of(newestMember(site, grid).orElse(new Position.Id(ids.origin())));
		}
		NewestKey newest = site.table().newestKey();
		if (newest instanceof NewestKey.Unknown) {
			return Optional.empty();
		}
		if (newest instanceof NewestKey.Drained drained) {
			return Optional.of(new Position.Id(drained.last().max(ids.origin())));
		}
		return Optional.of(new Position.Id((newest instanceof NewestKey.Known known) ? known.value()
				: newestBeside(site).map((beside) -> beside.max(ids.origin())).orElse(ids.origin())));
	}

	/**
	 * The newest key of the windows beside an empty one: in a new month, ids go on where
	 * those of the last one ended. Members of a set have ids of their own.
	 */
	private static Optional<BigInteger> newestBeside(Site site) {
		boolean within = site.config()
			.scheme()
			.levels()
			.subList(0, site.depth())
			.stream()
			.anyMatch(Progression.class::isInstance);
		return within ? site.table()
			.newestBeneath()
			.values()
			.stream()
			.filter(NewestKey.Known.class::isInstance)
			.map((newest) -> ((NewestKey.Known) newest).value())
			.max(Comparator.naturalOrder()) : Optional.empty();
	}

	private static Optional<Position> newestMember(Site site, Grid grid) {
		return site.table()
			.partitions()
			.stream()
			.flatMap((partition) -> grid.extent(partition.bounds()).stream())
			.map(Extent::window)
			.map((window) -> window.from())
			.max(Comparator.naturalOrder());
	}

}
