package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

import io.partsmith.scheme.Position;
import io.partsmith.scheme.Window;
import org.jspecify.annotations.Nullable;

/**
 * How long inserts at the cursor still find a partition of their own. A DEFAULT partition
 * is not counted: it takes rows that then stand in the way.
 *
 * @param current the cursor's window, or {@code null} for a table of fixed sets
 * @param covered whether the cursor itself lies in a partition
 * @param caught whether rows at the cursor, which is not covered, are taken all the same:
 * by a DEFAULT partition, or by a catch-all
 * @param until the first position without a partition; behind the cursor where it is not
 * covered, and {@code null} where partitions never end or none ever was
 * @param instant the same as an instant, or {@code null}, also for an integer table
 * @param ids the ids left from the cursor on, or {@code null} for a table over time
 */
public record Runway(@Nullable Window current, boolean covered, boolean caught, @Nullable Position until,
		@Nullable Instant instant, @Nullable BigInteger ids) {

	/** That of a table without a window: its fixed sets do not run out. */
	static final Runway ENDLESS = new Runway(null, true, false, null, null, null);

	/**
	 * The time left.
	 * @param now the clock
	 * @return the time, negative where inserts already fail, or {@code null} where it has
	 * no end or the table is not over time
	 */
	public @Nullable Duration left(Instant now) {
		return (this.instant != null) ? Duration.between(now, this.instant) : null;
	}

}
