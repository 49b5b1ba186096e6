package io.partsmith.scheme;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/**
 * A retailer's year: it begins on the Monday nearest to the 1st of February; each quarter
 * has periods of four, four and five weeks, and a 53rd week belongs to the last one.
 */
public final class FourFourFive implements PartitionCalendar {

	private static final int[] ENDS = { 4, 8, 13, 17, 21, 26, 30, 34, 39, 43, 47, 52 };

	@Override
	public Period periodAt(LocalDateTime time) {
		int year = time.getYear();
		while (beginning(year).isAfter(time.toLocalDate())) {
			year--;
		}
		while (!beginning(year + 1).isAfter(time.toLocalDate())) {
			year++;
		}
		long week = ChronoUnit.WEEKS.between(beginning(year), time.toLocalDate());
		int period = 0;
		while (period < ENDS.length - 1 && week >= ENDS[period]) {
			period++;
		}
		LocalDate from = beginning(year).plusWeeks((period == 0) ? 0 : ENDS[period - 1]);
		LocalDate to = (period == ENDS.length - 1) ? beginning(year + 1) : beginning(year).plusWeeks(ENDS[period]);
		return new Period(from.atStartOfDay(), to.atStartOfDay(), "fy%d_p%02d".formatted(year, period + 1));
	}

	private static LocalDate beginning(int year) {
		return LocalDate.of(year, 1, 29).with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
	}

}
