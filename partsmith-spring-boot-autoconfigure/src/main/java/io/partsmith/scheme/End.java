package io.partsmith.scheme;

import io.partsmith.topology.Datum;
import org.jspecify.annotations.Nullable;

/**
 * One end of a partition's range.
 *
 * @param position where it ends, or {@code null} where it lies beyond every position
 * @param above whether an end without a position lies above all of them
 */
public record End(@Nullable Position position, boolean above) {

	/** Below every position: {@code MINVALUE} and {@code -infinity}. */
	static final End BELOW = new End(null, false);

	/** Above every position: {@code MAXVALUE} and {@code infinity}. */
	static final End ABOVE = new End(null, true);

	static End at(Position position) {
		return new End(position, false);
	}

	static End beyond(Datum.Literal infinity) {
		return infinity.text().startsWith("-") ? BELOW : ABOVE;
	}

}
