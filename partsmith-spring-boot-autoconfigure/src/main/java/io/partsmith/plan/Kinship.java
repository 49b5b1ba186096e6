package io.partsmith.plan;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.IntegerAxis;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.Scheme;
import io.partsmith.topology.NewestKey;
import org.jspecify.annotations.Nullable;

/**
 * What relations of one level know of its ids: those beneath different windows, divided
 * by the same column, whose ids are one series. Beneath a set alone, members have ids of
 * their own.
 */
final class Kinship {

	private final Map<Integer, Kin> levels = new HashMap<>();

	Kinship(Site root) {
		List<Scheme> schemes = root.config().scheme().levels();
		root.reachable()
			.filter((site) -> site.cursorSource() != null)
			.filter((site) -> schemes.subList(0, site.depth()).stream().anyMatch(Progression.class::isInstance))
			.forEach((site) -> this.levels.merge(site.depth(), kin(site), Kin::with));
	}

	private static Kin kin(Site site) {
		NewestKey newest = site.table().newestKey();
		if (newest instanceof NewestKey.Known known) {
			return new Kin(known.value(), null);
		}
		if (newest instanceof NewestKey.Drained drained) {
			return new Kin(drained.last(), null);
		}
		boolean moved = newest instanceof NewestKey.None && site.cursorSource() == CursorSource.MAX_KEY;
		return moved ? new Kin(null,
				site.grid()
					.filter((grid) -> grid.axis() instanceof IntegerAxis)
					.flatMap((grid) -> LastPresent.of(site, grid, (IntegerAxis) grid.axis(), false))
					.orElse(null))
				: Kin.NONE;
	}

	/** What is known of the ids of a relation's level. */
	Kin of(Site site) {
		return this.levels.getOrDefault(site.depth(), Kin.NONE);
	}

	/**
	 * What the relations of a level tell.
	 *
	 * @param newest the newest key, if one of them has a row, or the last id given out
	 * @param made where ids stood when the partitions of the empty ones were made
	 */
	record Kin(@Nullable BigInteger newest, @Nullable BigInteger made) {

		private static final Kin NONE = new Kin(null, null);

		private Kin with(Kin other) {
			return new Kin(CursorFinder.greater(this.newest, other.newest),
					CursorFinder.greater(this.made, other.made));
		}

	}

}
