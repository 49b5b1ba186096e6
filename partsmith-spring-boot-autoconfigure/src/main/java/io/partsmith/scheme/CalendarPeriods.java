package io.partsmith.scheme;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.partsmith.scheme.PartitionCalendar.Period;

/**
 * The periods of a bean. What it says is checked as far as one period and its neighbour
 * go: partitions that overlap or share a name would be found out by an insert.
 *
 * @param calendar the bean and its name
 */
record CalendarPeriods(NamedCalendar calendar) implements WallPeriods {

	private static final Pattern NAME = Pattern.compile("[a-z0-9]+(_[a-z0-9]+)*");

	private static final Pattern YEAR = Pattern.compile("[0-9]{4}");

	/** Of this many periods, three years of hours and more, one may have a name. */
	private static final int MOST = 30_000;

	@Override
	public LocalDateTime startOf(LocalDateTime time) {
		return periodAt(time).from();
	}

	@Override
	public LocalDateTime endOf(LocalDateTime start) {
		Period period = periodAt(start);
		Period next = periodAt(period.to());
		if (!period.from().equals(start) || !next.from().equals(period.to())) {
			throw broken("leaves no period beginning at " + (period.from().equals(start) ? period.to() : start)
					+ ", where the one before it ends");
		}
		if (next.name().equals(period.name())) {
			throw broken("gives two periods the name " + period.name() + ", at " + start + " and at " + next.from());
		}
		return period.to();
	}

	private Period periodAt(LocalDateTime time) {
		Period period = this.calendar.calendar().periodAt(time);
		if (period == null || period.from() == null || period.to() == null || period.name() == null) {
			throw broken("has no period at " + time);
		}
		if (period.from().isAfter(time) || !period.to().isAfter(time)) {
			throw broken("says that " + time + " lies from " + period.from() + " to " + period.to());
		}
		if (!isWhole(period.from()) || !isWhole(period.to())) {
			throw broken("begins or ends " + period.name() + " within a second");
		}
		if (!NAME.matcher(period.name()).matches()) {
			throw broken("gives the name '" + period.name()
					+ "'; a name holds lower-case letters, digits and single underscores between them");
		}
		if (period.name().length() > this.calendar.calendar().longestName()) {
			throw broken("gives the name '" + period.name() + "', which is longer than its longestName() of "
					+ this.calendar.calendar().longestName());
		}
		return period;
	}

	private static boolean isWhole(LocalDateTime time) {
		return time.equals(time.truncatedTo(ChronoUnit.SECONDS));
	}

	private BrokenContractException broken(String what) {
		return new BrokenContractException("The PartitionCalendar bean '" + this.calendar.name() + "' " + what);
	}

	@Override
	public String suffix(LocalDateTime start) {
		return "__" + periodAt(start).name();
	}

	@Override
	public LocalDateTime near(String suffix) {
		Matcher year = YEAR.matcher(suffix);
		if (!year.find() || !suffix.startsWith("__")) {
			throw new IllegalArgumentException(suffix + " names no year");
		}
		String name = suffix.substring(2);
		LocalDateTime named = LocalDateTime.of(Integer.parseInt(year.group()), 1, 1, 0, 0);
		Period period = periodAt(named.minusYears(1));
		for (int number = 0; number < MOST && period.from().isBefore(named.plusYears(2))
				&& !period.name().equals(name); number++) {
			period = periodAt(period.to());
		}
		return period.from();
	}

}
