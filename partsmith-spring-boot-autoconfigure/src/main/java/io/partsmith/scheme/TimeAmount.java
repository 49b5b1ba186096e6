package io.partsmith.scheme;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;

/**
 * An amount of time that may hold calendar units: {@code P3M} is three months, whatever
 * their length. A number without a unit is refused: {@code 10} once meant ten seconds
 * elsewhere, and detached everything.
 *
 * @param period years, months and days
 * @param duration hours and shorter
 */
public record TimeAmount(Period period, Duration duration) {

	/** No time at all. */
	public static final TimeAmount ZERO = new TimeAmount(Period.ZERO, Duration.ZERO);

	/**
	 * Refuses a negative amount, and one with which no calendar can count.
	 * @param period years, months and days
	 * @param duration hours and shorter
	 * @throws IllegalArgumentException if a part is negative or longer than 10,000 years
	 */
	public TimeAmount {
		if (period.isNegative() || duration.isNegative()) {
			throw new IllegalArgumentException("An amount of time is not negative here");
		}
		if (period.toTotalMonths() > 120_000 || period.getDays() > 3_650_000 || duration.toDays() > 3_650_000) {
			throw new IllegalArgumentException("An amount of time is no longer than 10,000 years here");
		}
	}

	/**
	 * Reads an amount: ISO-8601 ({@code P3M}, {@code P90D}, {@code P1DT12H},
	 * {@code PT15M}) or a number with a unit ({@code 300ms}, {@code 10s}, {@code 15m},
	 * {@code 12h}, {@code 90d}, {@code 2w}), but not {@code 3M}, which some would read as
	 * months and others as minutes.
	 * @param text the written amount
	 * @return the amount
	 * @throws IllegalArgumentException if the text is no amount, is negative or has no
	 * unit; the message says how to write it
	 */
	public static TimeAmount valueOf(String text) {
		if (text.strip().matches("[0-9]+M")) {
			throw new IllegalArgumentException("'" + text + "' could be months or minutes: write P" + text.strip()
					+ " for months, or " + text.strip().toLowerCase(Locale.ROOT) + " for minutes");
		}
		String trimmed = text.strip().toUpperCase(Locale.ROOT);
		if (trimmed.matches("[0-9]+")) {
			throw new IllegalArgumentException("'" + text + "' has no unit: write " + trimmed + "d for days, " + trimmed
					+ "h for hours, " + trimmed + "m for minutes, or P" + trimmed + "M for months");
		}
		try {
			return trimmed.startsWith("P") ? iso(trimmed) : simple(trimmed);
		}
		catch (DateTimeException | ArithmeticException | NumberFormatException ex) {
			throw new IllegalArgumentException(
					"'" + text + "' is no amount of time: write for example P3M, P90D, 90d, 12h, 10s or 300ms");
		}
	}

	private static TimeAmount iso(String text) {
		int time = text.indexOf('T');
		if (time < 0) {
			return new TimeAmount(Period.parse(text), Duration.ZERO);
		}
		Period days = (time == 1) ? Period.ZERO : Period.parse(text.substring(0, time));
		return new TimeAmount(days, Duration.parse("P" + text.substring(time)));
	}

	private static TimeAmount simple(String text) {
		int unit = 0;
		while (unit < text.length() && Character.isDigit(text.charAt(unit))) {
			unit++;
		}
		int number = Integer.parseInt(text.substring(0, unit));
		return switch (text.substring(unit)) {
			case "MS" -> of(Duration.ofMillis(number));
			case "S" -> of(Duration.ofSeconds(number));
			case "M" -> of(Duration.ofMinutes(number));
			case "H" -> of(Duration.ofHours(number));
			case "D" -> new TimeAmount(Period.ofDays(number), Duration.ZERO);
			case "W" -> new TimeAmount(Period.ofWeeks(number), Duration.ZERO);
			default -> throw new DateTimeException("unknown unit");
		};
	}

	/**
	 * An exact amount.
	 * @param duration the amount
	 * @return the same without calendar units
	 */
	public static TimeAmount of(Duration duration) {
		return new TimeAmount(Period.ZERO, duration);
	}

	/**
	 * Whether this is no time at all.
	 * @return {@code true} for zero
	 */
	public boolean isZero() {
		return this.period.isZero() && this.duration.isZero();
	}

	/**
	 * The point this long before another one, by the calendar of a zone.
	 * @param instant the later point
	 * @param zone whose calendar counts days and months
	 * @return the earlier point
	 */
	public Instant before(Instant instant, ZoneId zone) {
		return ZonedDateTime.ofInstant(instant, zone).minus(this.period).toInstant().minus(this.duration);
	}

	/**
	 * The point this long after another one, by the calendar of a zone.
	 * @param instant the earlier point
	 * @param zone whose calendar counts days and months
	 * @return the later point
	 */
	public Instant after(Instant instant, ZoneId zone) {
		return ZonedDateTime.ofInstant(instant, zone).plus(this.period).toInstant().plus(this.duration);
	}

	/**
	 * The amount as an exact duration, a day taken as 24 hours.
	 * @return the duration
	 * @throws IllegalArgumentException if the amount holds months or years, which have no
	 * exact length
	 */
	public Duration toDuration() {
		if (this.period.toTotalMonths() != 0) {
			throw new IllegalArgumentException(this + " has no exact length: write it in days or a shorter unit");
		}
		return this.duration.plusDays(this.period.getDays());
	}

	/**
	 * The amount as ISO-8601 writes it.
	 * @return for example {@code P7D} or {@code P1DT12H}
	 */
	@Override
	public String toString() {
		if (this.duration.isZero()) {
			return this.period.toString();
		}
		return (this.period.isZero() ? "P" : this.period.toString()) + this.duration.toString().substring(1);
	}

}
