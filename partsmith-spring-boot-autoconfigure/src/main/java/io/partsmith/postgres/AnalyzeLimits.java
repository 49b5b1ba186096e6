package io.partsmith.postgres;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * When the statistics of a partitioned table are outdated, and how long it may take to
 * renew them.
 *
 * @param share the share of its rows that must have come, gone or changed, above 0 and at
 * most 1
 * @param timeout how long the ANALYZE of one table may take, in whole milliseconds
 */
public record AnalyzeLimits(BigDecimal share, Duration timeout) {

	/** The limits where none are configured. */
	public static final AnalyzeLimits DEFAULT = new AnalyzeLimits(new BigDecimal("0.1"), Duration.ofMinutes(1));

	/** Rows that are too few to matter, as autovacuum_analyze_threshold has them. */
	private static final long FEW = 50;

	/**
	 * Refuses what would never or always be outdated, and what would have no end.
	 * @param share the share of the rows
	 * @param timeout how long one ANALYZE may take
	 * @throws IllegalArgumentException if the share is not above 0 or is above 1, or the
	 * timeout is below a millisecond
	 */
	public AnalyzeLimits {
		if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) > 0) {
			throw new IllegalArgumentException("the share must be above 0% and at most 100%, not " + share);
		}
		if (timeout.toMillis() < 1) {
			throw new IllegalArgumentException("the timeout must be 1ms or more");
		}
	}

	/** Whether so many changes outdate the statistics of so many rows. */
	boolean isOutdated(long changed, long rows) {
		return BigDecimal.valueOf(changed)
			.compareTo(this.share.multiply(BigDecimal.valueOf(rows)).add(BigDecimal.valueOf(FEW))) >= 0;
	}

}
