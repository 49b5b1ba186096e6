package io.partsmith.autoconfigure.endpoint;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

import io.partsmith.plan.Runway;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Window;
import org.jspecify.annotations.Nullable;

/** A runway in JSON. */
sealed interface RunwayDescriptor {

	static RunwayDescriptor of(Runway runway, Instant now) {
		Window current = runway.current();
		if (current != null && current.from() instanceof Position.Id) {
			BigInteger ids = runway.ids();
			return new OfIds(Literals.text(runway.until()), (ids != null || runway.covered()) ? ids : BigInteger.ZERO);
		}
		Duration left = runway.left(now);
		Long seconds = (left != null) ? (Long) left.toSeconds() : null;
		return new OfTime(runway.instant(), (seconds != null || runway.covered()) ? seconds : (Long) 0L);
	}

	/**
	 * The runway of a table over time.
	 *
	 * @param until the first instant without a partition; {@code null} where partitions
	 * never end, or none ever was
	 * @param seconds the time left, negative where inserts already fail, 0 where no
	 * partition ever was, or {@code null} where they never end
	 */
	record OfTime(@Nullable Instant until, @Nullable Long seconds) implements RunwayDescriptor {
	}

	/**
	 * The runway of an integer table.
	 *
	 * @param until the first id without a partition; {@code null} where partitions never
	 * end, or none ever was
	 * @param ids the ids left, not positive where inserts already fail, or {@code null}
	 * where partitions never end
	 */
	record OfIds(@Nullable String until, @Nullable BigInteger ids) implements RunwayDescriptor {
	}

}
