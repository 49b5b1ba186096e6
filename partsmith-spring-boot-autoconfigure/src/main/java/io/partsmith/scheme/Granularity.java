package io.partsmith.scheme;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** The calendar unit of a window over time. */
public enum Granularity implements TimeDivision {

	/** An hour, always 3,600 seconds long; named {@code __2026_08_28_14}. */
	HOUR,

	/** A local day, 23 to 25 hours long where a zone changes; {@code __2026_08_28}. */
	DAY,

	/**
	 * An ISO week, Monday to Sunday; {@code __2026_w35} with the year of its Thursday.
	 */
	WEEK,

	/** A calendar month; {@code __2026_08}. */
	MONTH,

	/** A quarter of a year; {@code __2026_q3}. */
	QUARTER,

	/** A calendar year; {@code __2026}. */
	YEAR;

	@Override
	public TimeGrid grid(ZoneId zone) {
		return (this == HOUR) ? new TimeStep(TimeAmount.of(Duration.ofHours(1)), null).grid(zone)
				: new WallGrid(new GranularPeriods(this), new Wall(zone));
	}

	@Override
	public boolean wholeDays() {
		return this != HOUR;
	}

	@Override
	public int longestSuffix() {
		return switch (this) {
			case HOUR -> ElapsedGrid.longestSuffix(ChronoUnit.HOURS);
			case DAY -> "__2026_08_28".length();
			case WEEK -> "__2026_w35".length();
			case MONTH -> "__2026_08".length();
			case QUARTER -> "__2026_q3".length();
			case YEAR -> "__2026".length();
		};
	}

	/** The first day of the unit that holds a day; an hour's is the day itself. */
	LocalDate startOf(LocalDate day) {
		return switch (this) {
			case HOUR, DAY -> day;
			case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
			case MONTH -> day.withDayOfMonth(1);
			case QUARTER -> LocalDate.of(day.getYear(), day.getMonth().firstMonthOfQuarter(), 1);
			case YEAR -> day.withDayOfYear(1);
		};
	}

	/**
	 * The first day of a unit some units later, or earlier where the count is negative.
	 */
	LocalDate plus(LocalDate start, long units) {
		return switch (this) {
			case HOUR, DAY -> start.plusDays(units);
			case WEEK -> start.plusWeeks(units);
			case MONTH -> start.plusMonths(units);
			case QUARTER -> start.plusMonths(3 * units);
			case YEAR -> start.plusYears(units);
		};
	}

	/** The suffix of the partition whose unit begins on a day. */
	String suffix(LocalDate start) {
		String day = String.format(Locale.ROOT, "__%04d_%02d_%02d", start.getYear(), start.getMonthValue(),
				start.getDayOfMonth());
		return switch (this) {
			case HOUR, DAY -> day;
			case WEEK -> String.format(Locale.ROOT, "__%04d_w%02d", start.get(IsoFields.WEEK_BASED_YEAR),
					start.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
			case MONTH -> day.substring(0, day.length() - 3);
			case QUARTER ->
				String.format(Locale.ROOT, "__%04d_q%d", start.getYear(), start.get(IsoFields.QUARTER_OF_YEAR));
			case YEAR -> String.format(Locale.ROOT, "__%04d", start.getYear());
		};
	}

	/**
	 * A day of the unit that a suffix seems to name. The caller checks it by naming the
	 * unit again.
	 * @throws RuntimeException if the suffix has another form
	 */
	LocalDate dayNamed(String suffix) {
		String[] parts = suffix.substring(2).split("_");
		int year = Integer.parseInt(parts[0]);
		return switch (this) {
			case HOUR, DAY -> LocalDate.of(year, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
			case WEEK -> LocalDate.of(year, 1, 4)
				.with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, Integer.parseInt(parts[1].substring(1)));
			case MONTH -> LocalDate.of(year, Integer.parseInt(parts[1]), 1);
			case QUARTER -> LocalDate.of(year, 3 * Integer.parseInt(parts[1].substring(1)), 1);
			case YEAR -> LocalDate.of(year, 1, 1);
		};
	}

}
