package io.partsmith.scheme;

import java.math.BigInteger;
import java.time.Instant;

/**
 * A point on a table's axis. Positions of one axis are of one kind.
 */
public sealed interface Position extends Comparable<Position> {

	/**
	 * A point in time. For a {@code timestamptz} key it is that instant; for a
	 * {@code timestamp} or {@code date} key it is the wall time the column holds, written
	 * as if the wall stood in UTC, because a wall time has neither gaps nor repetitions.
	 *
	 * @param instant the point
	 */
	record Time(Instant instant) implements Position {

		@Override
		public int compareTo(Position other) {
			if (other instanceof Time time) {
				return this.instant.compareTo(time.instant);
			}
			throw new IllegalArgumentException("A time and " + other + " are not on one axis");
		}

		@Override
		public String toString() {
			return this.instant.toString();
		}

	}

	/**
	 * A whole number.
	 *
	 * @param value the number
	 */
	record Id(BigInteger value) implements Position {

		/**
		 * A number that fits a {@code long}.
		 * @param value the number
		 * @return the position
		 */
		public static Id of(long value) {
			return new Id(BigInteger.valueOf(value));
		}

		@Override
		public int compareTo(Position other) {
			if (other instanceof Id id) {
				return this.value.compareTo(id.value);
			}
			throw new IllegalArgumentException("An id and " + other + " are not on one axis");
		}

		@Override
		public String toString() {
			return this.value.toString();
		}

	}

	/**
	 * Whether this position lies before another one.
	 * @param other the other position
	 * @return {@code true} if it is strictly before
	 */
	default boolean isBefore(Position other) {
		return compareTo(other) < 0;
	}

}
