package io.partsmith.lifecycle;

import java.time.Duration;

import io.partsmith.scheme.Position;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.scheme.TimeAxis;

/**
 * When a partition is kept in columns: from some time after its window ended, for tables
 * over time only. A younger one is kept in rows, and brought back to them where it is
 * not.
 *
 * @param after the time between the end of the window and the conversion, at least an
 * hour
 */
public record Columnar(TimeAmount after) {

	/**
	 * Refuses less than an hour: rows that come late are not changed in columns.
	 * @param after the time between the end of the window and the conversion
	 * @throws IllegalArgumentException if it is less than an hour
	 */
	public Columnar {
		if (after.period().isZero() && after.duration().compareTo(Duration.ofHours(1)) < 0) {
			throw new IllegalArgumentException(after + " is less than an hour; what is kept in columns takes no UPDATE"
					+ " and no DELETE, so give rows time to settle, for example P30D");
		}
	}

	/**
	 * Where rows begin.
	 * @param axis the table's axis
	 * @param cursor where now is on it
	 * @return the position up to which a window must have ended
	 */
	public Position rowsFrom(TimeAxis axis, Position cursor) {
		return axis.before(cursor, this.after);
	}

	/**
	 * The rule for people.
	 * @return for example {@code columnar-after P30D}
	 */
	public String describe() {
		return "columnar-after " + this.after;
	}

}
