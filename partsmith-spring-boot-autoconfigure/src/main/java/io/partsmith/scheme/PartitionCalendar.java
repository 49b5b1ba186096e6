package io.partsmith.scheme;

import java.time.LocalDateTime;

/**
 * A calendar of the application, such as that of its fiscal year. A bean of this type is
 * used by the tables whose {@code boundaries.calendar} is its name. Its periods must be
 * contiguous, stay what they are, and have names of their own.
 */
@FunctionalInterface
public interface PartitionCalendar {

	/**
	 * The period that holds a time.
	 * @param time a time of the table's zone, any that is asked for
	 * @return the period, the same for every time in it
	 */
	Period periodAt(LocalDateTime time);

	/**
	 * The length of the longest name. PostgreSQL keeps 63 bytes of the table's name, two
	 * underscores and this.
	 * @return bytes; 16 by default
	 */
	default int longestName() {
		return 16;
	}

	/**
	 * A period, half open.
	 *
	 * @param from its first whole second
	 * @param to the first second after it
	 * @param name what its partitions are called behind the table's name and two
	 * underscores: lower-case letters, digits and single underscores, with the year of
	 * its beginning or end in four digits, by which a detached partition is found again
	 */
	record Period(LocalDateTime from, LocalDateTime to, String name) {
	}

}
