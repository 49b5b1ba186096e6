package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

import io.partsmith.scheme.Axis;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Grid;
import io.partsmith.scheme.IntegerAxis;
import io.partsmith.scheme.Position;
import io.partsmith.topology.NewestKey;
import org.jspecify.annotations.Nullable;

/**
 * Finds where now is: the clock moves a time axis; the newest key, or the newest member
 * of a sliding list, an axis of whole numbers. Where no row is left, windows do not begin
 * behind what the table has got; where none ever was, they do at its origin.
 */
final class CursorFinder {

	private final Site root;

	private final Instant now;

	private @Nullable Kinship kinship;

	/**
	 * A finder for a table and all beneath it.
	 * @param root the table
	 * @param now the clock's instant
	 */
	CursorFinder(Site root, Instant now) {
		this.root = root;
		this.now = now;
	}

	/** The cursor of a progression; empty where it could not be measured. */
	Optional<Cursor> find(Site site, Grid grid) {
		Axis axis = grid.axis();
		if (!(axis instanceof IntegerAxis ids)) {
			return axis.at(this.now).map((position) -> cursor(axis, position, false));
		}
		if (site.isMovedByMembers()) {
			return Optional.of(cursor(axis, newestMember(site, grid).orElse(new Position.Id(ids.origin())), false));
		}
		NewestKey newest = site.table().newestKey();
		if (newest instanceof NewestKey.Unknown) {
			return Optional.empty();
		}
		if (newest instanceof NewestKey.Known known) {
			return Optional.of(cursor(axis, new Position.Id(known.value()), false));
		}
		if (newest instanceof NewestKey.Drained drained) {
			return Optional.of(cursor(axis, new Position.Id(drained.last()), false));
		}
		return Optional.of(empty(site, grid, ids, ((NewestKey.None) newest).start()));
	}

	/**
	 * In a new month, ids go on where those of the last one ended. Without a row
	 * anywhere, they do where the last partitions were made for them, its own or those of
	 * other months; without a partition, where the sequence starts.
	 */
	private Cursor empty(Site site, Grid grid, IntegerAxis ids, @Nullable BigInteger start) {
		Kinship.Kin kin = kinship().of(site);
		BigInteger own = (site.cursorSource() == CursorSource.MAX_KEY)
				? LastPresent.of(site, grid, ids, kin.newest() == null).orElse(null) : null;
		BigInteger known = greater(kin.newest(), (own != null) ? own : kin.made());
		if (known != null) {
			return cursor(ids, new Position.Id(known), kin.newest() == null);
		}
		return cursor(ids, new Position.Id((start != null) ? start.max(ids.origin()) : ids.origin()), true);
	}

	static @Nullable BigInteger greater(@Nullable BigInteger one, @Nullable BigInteger other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return one.max(other);
	}

	private Kinship kinship() {
		Kinship found = this.kinship;
		if (found == null) {
			found = new Kinship(this.root);
			this.kinship = found;
		}
		return found;
	}

	private static Cursor cursor(Axis axis, Position position, boolean assumed) {
		return new Cursor(position, axis.windowAt(position), assumed);
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
