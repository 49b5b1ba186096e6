package io.partsmith.scheme;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

import io.partsmith.scheme.PartitionCalendar.Period;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PartitionCalendarTest {

	@ParameterizedTest
	@CsvSource(textBlock = """
			445,   UTC,           2026-02-02T00:00:00Z, 2026-02-02T00:00:00Z, 2026-03-02T00:00:00Z, __fy2026_p01
			445,   UTC,           2026-02-01T23:59:59Z, 2025-12-29T00:00:00Z, 2026-02-02T00:00:00Z, __fy2025_p12
			445,   UTC,           2026-04-10T00:00:00Z, 2026-03-30T00:00:00Z, 2026-05-04T00:00:00Z, __fy2026_p03
			445,   UTC,           2024-01-20T00:00:00Z, 2023-12-25T00:00:00Z, 2024-01-29T00:00:00Z, __fy2023_p12
			445,   Europe/Berlin, 2026-04-10T00:00:00Z, 2026-03-29T22:00:00Z, 2026-05-03T22:00:00Z, __fy2026_p03
			april, UTC,           2026-03-31T23:59:59Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, __fy2026_q4
			april, UTC,           2026-04-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-07-01T00:00:00Z, __fy2027_q1
			april, Asia/Tokyo,    2026-03-31T23:59:59Z, 2026-03-31T15:00:00Z, 2026-06-30T15:00:00Z, __fy2027_q1""")
	void dividesByTheYearOfABusiness(String calendar, ZoneId zone, Instant instant, Instant from, Instant to,
			String suffix) {
		NamedCalendar named = new NamedCalendar(calendar,
				calendar.equals("445") ? new FourFourFive() : new FromApril());
		TimeAxis axis = new TimeAxis(named, zone, KeyType.TIMESTAMPTZ);
		Window window = axis.windowAt(new Position.Time(instant));
		assertThat(window).isEqualTo(new Window(new Position.Time(from), new Position.Time(to)));
		assertThat(axis.suffix(window)).isEqualTo(suffix);
		assertThat(axis.windowNamed(suffix)).contains(window);
		assertThat(suffix.length()).isLessThanOrEqualTo(axis.longestSuffix());
	}

	@ParameterizedTest
	@CsvSource({ "__fy2026_p13", "__fy26_p01", "__p01", "fy2026_p01", "__fy2026_p01_old" })
	void anotherNameNamesNoWindow(String suffix) {
		assertThat(axis(new FourFourFive()).windowNamed(suffix)).isEmpty();
	}

	@Test
	void anHourOfACalendarIsFoundByItsName() {
		PartitionCalendar hours = (time) -> {
			LocalDateTime from = time.truncatedTo(ChronoUnit.HOURS);
			return new Period(from, from.plusHours(1), "h" + DateTimeFormatter.ofPattern("uuuu_MM_dd_HH").format(from));
		};
		TimeAxis axis = axis(hours);
		Window window = axis.windowAt(new Position.Time(Instant.parse("2026-12-31T23:30:00Z")));
		assertThat(axis.windowNamed("__h2026_12_31_23")).contains(window);
	}

	@Test
	void aCalendarThatDoesNotReachBackNamesNothingThere() {
		PartitionCalendar young = (time) -> (time.getYear() < 2020) ? nothing() : day(time, "d" + time.getDayOfYear());
		assertThat(axis(young).windowNamed("__backup_2019")).isEmpty();
	}

	@Test
	void aDateThatDoesNotBeginAPeriodIsFoundOut() {
		PartitionCalendar noons = (time) -> {
			LocalDateTime from = time.minusHours(12).toLocalDate().atTime(12, 0);
			return new Period(from, from.plusDays(1), "n" + from.toString().substring(0, 10).replace("-", "_"));
		};
		Axis axis = new Boundaries.Time(new NamedCalendar("noons", noons), ZoneOffset.UTC).over(KeyType.DATE)
			.orElseThrow();
		Window window = axis.windowAt(new Position.Time(Instant.parse("2026-08-28T00:00:00Z")));
		assertThatExceptionOfType(BrokenContractException.class).isThrownBy(() -> axis.datum(window.from()));
	}

	@Test
	void whatContradictsItselfIsFoundOut() {
		assertBroken((time) -> nothing(), "has no period at 2026-08-28T14:00");
		assertBroken((time) -> day(time.plusDays(1), "d"), "says that 2026-08-28T14:00 lies from 2026-08-29T00:00");
		assertBroken((time) -> day(time.minusDays(1), "d"), "says that 2026-08-28T14:00 lies from 2026-08-27T00:00");
		assertBroken((time) -> new Period(time.minusHours(1), time.plusHours(1), "d" + time.getDayOfMonth()),
				"leaves no period beginning at");
		assertBroken((time) -> day(time, "d"), "gives two periods the name d, at 2026-08-28T00:00");
		assertBroken((time) -> day(time, "Day 1"), "gives the name 'Day 1'; a name holds lower-case letters");
		assertBroken((time) -> day(time, "__2026"), "gives the name '__2026'");
		assertBroken((time) -> day(time, "n".repeat(17)), "longer than its longestName() of 16");
		assertBroken((time) -> new Period(time.minusNanos(1), time.plusDays(1), "d"), "within a second");
	}

	@SuppressWarnings("NullAway")
	private static Period nothing() {
		return null;
	}

	private static Period day(LocalDateTime time, String name) {
		LocalDateTime from = time.toLocalDate().atStartOfDay();
		return new Period(from, from.plusDays(1), name);
	}

	private static void assertBroken(PartitionCalendar calendar, @Nullable String message) {
		TimeAxis axis = axis(calendar);
		assertThatExceptionOfType(BrokenContractException.class)
			.isThrownBy(() -> axis.windowAt(new Position.Time(Instant.parse("2026-08-28T14:00:00Z"))))
			.withMessageStartingWith("The PartitionCalendar bean 'mine' ")
			.withMessageContaining(message);
	}

	private static TimeAxis axis(PartitionCalendar calendar) {
		return new TimeAxis(new NamedCalendar("mine", calendar), ZoneOffset.UTC, KeyType.TIMESTAMPTZ);
	}

}
