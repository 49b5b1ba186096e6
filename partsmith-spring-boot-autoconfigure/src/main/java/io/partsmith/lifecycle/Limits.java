package io.partsmith.lifecycle;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * How much a run may retire. A run that wants more detaches nothing, or drops nothing,
 * until somebody approves its plan; detaches and drops are counted apart.
 *
 * @param units the most units, 1 or more, or {@code null} for any number
 * @param bytes the most bytes on disk, or {@code null} for any size
 * @param share the largest share of the table's units, above 0 and at most 1, or
 * {@code null} for any; one unit is always within it
 */
public record Limits(@Nullable Integer units, @Nullable DataAmount bytes, @Nullable BigDecimal share) {

	/** No limit. */
	public static final Limits NONE = new Limits(null, null, null);

	/**
	 * Refuses limits under which nothing could ever be retired.
	 * @param units the most units, or {@code null}
	 * @param bytes the most bytes, or {@code null}
	 * @param share the largest share, or {@code null}
	 * @throws IllegalArgumentException if the number of units is below 1, or the share is
	 * not above 0 and at most 1
	 */
	public Limits {
		if (units != null && units < 1) {
			throw new IllegalArgumentException("With a limit of " + units
					+ " units nothing is ever retired; give 1 or more, or take the retention out");
		}
		if (share != null && (share.signum() < 1 || share.compareTo(BigDecimal.ONE) > 0)) {
			throw new IllegalArgumentException(
					"A share lies above 0 and is at most 1, or 100%, not " + share.toPlainString());
		}
	}

}
