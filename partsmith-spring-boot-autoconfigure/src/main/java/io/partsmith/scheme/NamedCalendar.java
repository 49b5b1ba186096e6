package io.partsmith.scheme;

import java.time.ZoneId;

/**
 * A calendar of the application under the name it has there, by which a configuration is
 * told from another one.
 *
 * @param name the bean's name
 * @param calendar the bean
 */
public record NamedCalendar(String name, PartitionCalendar calendar) implements TimeDivision {

	@Override
	public TimeGrid grid(ZoneId zone) {
		return new WallGrid(new CalendarPeriods(this), new Wall(zone));
	}

	/** A period of a date column that does not begin with a day is found out later. */
	@Override
	public boolean wholeDays() {
		return true;
	}

	@Override
	public int longestSuffix() {
		return "__".length() + this.calendar.longestName();
	}

	/**
	 * The name alone: the bean itself prints as whatever it likes.
	 * @return for example {@code calendar fiscal}
	 */
	@Override
	public String toString() {
		return "calendar " + this.name;
	}

}
