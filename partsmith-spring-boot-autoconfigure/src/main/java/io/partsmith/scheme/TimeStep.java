package io.partsmith.scheme;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * Windows of a uniform step. Hours and minutes are counted in elapsed time, days and
 * months by the calendar of the table's zone. Named like the unit they are counted in:
 * {@code __2026_08_28_14_15}, {@code __2026_08_28_14}, {@code __2026_08_28},
 * {@code __2026_08} or {@code __2026}.
 *
 * @param every the step: whole minutes, or days, or months and years
 * @param origin where a window begins, by the zone's wall; {@code null} for the beginning
 * of 2000, or Monday the 3rd of January 2000 where weeks are counted
 */
public record TimeStep(TimeAmount every, @Nullable LocalDateTime origin) implements TimeDivision {

	private static final LocalDateTime YEAR_2000 = LocalDateTime.parse("2000-01-01T00:00");

	private static final LocalDateTime MONDAY_2000 = LocalDateTime.parse("2000-01-03T00:00");

	/**
	 * By default hours are counted from the standard offset that the zone has here, so
	 * that they begin at local full hours and keep their length across every change.
	 */
	private static final Instant ALIGNED_AT = Instant.parse("2020-01-01T00:00:00Z");

	private static final int IN_EVERY_MONTH = 28;

	/**
	 * Refuses a step that is none, and an origin that not every month has.
	 * @param every the step
	 * @param origin where a window begins, or {@code null}
	 * @throws IllegalArgumentException if the step is zero, mixes units, holds seconds or
	 * counts months from a day after the 28th, or the origin holds seconds
	 */
	public TimeStep {
		Period period = every.period();
		Duration duration = every.duration();
		if (every.isZero()) {
			throw new IllegalArgumentException("A step of no time makes no window");
		}
		if (!period.isZero() && !duration.isZero() || period.toTotalMonths() != 0 && period.getDays() != 0) {
			throw new IllegalArgumentException("A step is counted in minutes and hours, in days and weeks, or in "
					+ "months and years; " + every + " mixes them");
		}
		if (!duration.equals(duration.truncatedTo(ChronoUnit.MINUTES))) {
			throw new IllegalArgumentException(
					"A step is made of whole minutes, which name its windows; " + every + " is not");
		}
		if (origin != null && !origin.equals(origin.truncatedTo(ChronoUnit.MINUTES))) {
			throw new IllegalArgumentException("An origin is a whole minute; " + origin + " is not");
		}
		if (origin != null && period.toTotalMonths() != 0 && origin.getDayOfMonth() > IN_EVERY_MONTH) {
			throw new IllegalArgumentException(
					"Months are counted from a day that every month has; " + origin + " lies behind the 28th");
		}
	}

	@Override
	public TimeGrid grid(ZoneId zone) {
		Wall wall = new Wall(zone);
		return this.every.period().isZero() ? new ElapsedGrid(this.every.duration(), anchor(wall), wall, label())
				: new WallGrid(new StepPeriods(this.every.period(), start()), wall);
	}

	private Instant anchor(Wall wall) {
		return (this.origin != null) ? wall.boundary(this.origin)
				: YEAR_2000.toInstant(wall.zone().getRules().getStandardOffset(ALIGNED_AT));
	}

	private LocalDateTime start() {
		if (this.origin != null) {
			return this.origin;
		}
		boolean weeks = this.every.period().getDays() % 7 == 0 && this.every.period().toTotalMonths() == 0;
		return weeks ? MONDAY_2000 : YEAR_2000;
	}

	private ChronoUnit label() {
		boolean hours = this.every.duration().equals(this.every.duration().truncatedTo(ChronoUnit.HOURS));
		return hours ? ChronoUnit.HOURS : ChronoUnit.MINUTES;
	}

	@Override
	public boolean wholeDays() {
		return !this.every.period().isZero() && start().toLocalTime().equals(LocalTime.MIDNIGHT);
	}

	@Override
	public int longestSuffix() {
		if (this.every.period().isZero()) {
			return ElapsedGrid.longestSuffix(label());
		}
		return new StepPeriods(this.every.period(), start()).suffix(start()).length();
	}

}
