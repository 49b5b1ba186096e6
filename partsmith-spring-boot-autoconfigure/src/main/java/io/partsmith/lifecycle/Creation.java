package io.partsmith.lifecycle;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;

/**
 * How far ahead of its cursor a table has partitions. The cursor's own window always
 * belongs to them.
 */
public sealed interface Creation {

	/**
	 * A number of windows.
	 *
	 * @param count the number, the cursor's own window included; 1 to 1,000
	 */
	record CreateAhead(int count) implements Creation {

		/**
		 * Refuses a count out of range.
		 * @param count the number of windows
		 * @throws IllegalArgumentException if the count is below 1 or above 1,000
		 */
		public CreateAhead {
			if (count < 1 || count > MAX_WINDOWS) {
				throw new IllegalArgumentException("A table is created 1 to " + MAX_WINDOWS + " windows ahead, not "
						+ count + "; the current window counts as the first");
			}
		}

	}

	/**
	 * Every window up to a point, the one that holds it included.
	 *
	 * @param until the point
	 */
	record CreateUntil(Until until) implements Creation {
	}

	/**
	 * The window behind the newest partition, as soon as a condition is true of that
	 * partition. One window opens in a run, and an unanswered condition opens none.
	 *
	 * @param when the condition
	 */
	record CreateNextIf(Condition when) implements Creation {

		/**
		 * Refuses a condition on the place of a partition: the newest is never behind the
		 * cursor.
		 * @param when the condition
		 * @throws IllegalArgumentException if a rule of retention that looks at the place
		 * or the age of a window is part of it
		 */
		public CreateNextIf {
			when.all().stream().filter(CreateNextIf::isAboutPlace).findFirst().ifPresent((place) -> {
				throw new IllegalArgumentException(place.describe()
						+ " says nothing about the newest partition, which is never behind the present; "
						+ "open the next one by its size, its rows, a query or a bean");
			});
		}

		private static boolean isAboutPlace(Condition condition) {
			return condition instanceof Predicate.WindowAgeAbove
					|| condition instanceof Retention && !(condition instanceof Combination);
		}

	}

	/** A point as the configuration writes it, before the column's type is known. */
	sealed interface Until {

		/**
		 * An instant.
		 *
		 * @param instant the instant
		 */
		record AtInstant(Instant instant) implements Until {

			@Override
			public String toString() {
				return this.instant.toString();
			}

		}

		/**
		 * The beginning of a day of the table's zone.
		 *
		 * @param date the day
		 */
		record OnDate(LocalDate date) implements Until {

			@Override
			public String toString() {
				return this.date.toString();
			}

		}

		/**
		 * An id.
		 *
		 * @param id the id
		 */
		record AtId(BigInteger id) implements Until {

			@Override
			public String toString() {
				return this.id.toString();
			}

		}

	}

	/**
	 * The horizon: no run plans more windows than this ahead of a cursor, whatever date a
	 * row or a configuration holds.
	 */
	int MAX_WINDOWS = 1000;

	/**
	 * The widest gap between partitions that is filled, in windows: a week of hours, half
	 * a year of days. A wider one comes from a mistaken date or an emptied table.
	 */
	int MAX_GAP = 200;

}
