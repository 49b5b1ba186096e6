package io.partsmith.scheme;

import java.time.ZoneId;

/** How time is cut into windows: by the calendar, by a step, or by a bean. */
public sealed interface TimeDivision permits Granularity, TimeStep, NamedCalendar {

	/**
	 * The windows along the clock of a zone.
	 * @param zone the zone
	 * @return the windows
	 */
	TimeGrid grid(ZoneId zone);

	/**
	 * Whether every window begins at the beginning of a day, so that a {@code date}
	 * column can be divided.
	 * @return {@code false} for hours and shorter windows
	 */
	boolean wholeDays();

	/**
	 * The number of bytes the longest suffix needs.
	 * @return bytes
	 */
	int longestSuffix();

}
