package io.partsmith.scheme;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.topology.Datum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimeAxisTest {

	@ParameterizedTest
	@CsvSource(textBlock = """
			HOUR,    UTC, 2026-08-28T14:59:59.999999Z, 2026-08-28T14:00:00Z, 2026-08-28T15:00:00Z, __2026_08_28_14
			DAY,     UTC, 2026-08-28T00:00:00Z,        2026-08-28T00:00:00Z, 2026-08-29T00:00:00Z, __2026_08_28
			WEEK,    UTC, 2026-08-28T14:00:00Z,        2026-08-24T00:00:00Z, 2026-08-31T00:00:00Z, __2026_w35
			MONTH,   UTC, 2026-08-31T23:59:59Z,        2026-08-01T00:00:00Z, 2026-09-01T00:00:00Z, __2026_08
			QUARTER, UTC, 2026-08-28T14:00:00Z,        2026-07-01T00:00:00Z, 2026-10-01T00:00:00Z, __2026_q3
			YEAR,    UTC, 2026-08-28T14:00:00Z,        2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z, __2026
			DAY,     UTC, 2024-02-29T12:00:00Z,        2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z, __2024_02_29
			MONTH,   UTC, 2024-02-29T12:00:00Z,        2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z, __2024_02
			MONTH,   UTC, 2026-12-31T23:59:59Z,        2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z, __2026_12
			QUARTER, UTC, 2026-12-31T00:00:00Z,        2026-10-01T00:00:00Z, 2027-01-01T00:00:00Z, __2026_q4
			QUARTER, UTC, 2026-01-01T00:00:00Z,        2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, __2026_q1
			WEEK,    UTC, 2021-01-03T00:00:00Z,        2020-12-28T00:00:00Z, 2021-01-04T00:00:00Z, __2020_w53
			WEEK,    UTC, 2024-12-30T00:00:00Z,        2024-12-30T00:00:00Z, 2025-01-06T00:00:00Z, __2025_w01
			WEEK,    UTC, 2024-12-29T23:59:59Z,        2024-12-23T00:00:00Z, 2024-12-30T00:00:00Z, __2024_w52
			WEEK,    UTC, 2024-03-20T00:00:00Z,        2024-03-18T00:00:00Z, 2024-03-25T00:00:00Z, __2024_w12
			MONTH,   UTC, 1969-12-31T23:59:59Z,        1969-12-01T00:00:00Z, 1970-01-01T00:00:00Z, __1969_12
			DAY,   Europe/Berlin,     2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z, __2026_03_29
			DAY,   Europe/Berlin,     2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z, __2026_10_25
			MONTH, Europe/Berlin,     2026-10-31T23:30:00Z, 2026-10-31T23:00:00Z, 2026-11-30T23:00:00Z, __2026_11
			MONTH, Europe/Berlin,     2026-03-15T00:00:00Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z, __2026_03
			YEAR,  Europe/Berlin,     2025-12-31T23:00:00Z, 2025-12-31T23:00:00Z, 2026-12-31T23:00:00Z, __2026
			DAY,   America/New_York,  2026-03-08T12:00:00Z, 2026-03-08T05:00:00Z, 2026-03-09T04:00:00Z, __2026_03_08
			DAY,   America/New_York,  2026-11-01T12:00:00Z, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z, __2026_11_01
			DAY,   America/St_Johns,  2026-03-08T12:00:00Z, 2026-03-08T03:30:00Z, 2026-03-09T02:30:00Z, __2026_03_08
			DAY,   America/St_Johns,  2010-11-07T03:00:00Z, 2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z, __2010_11_07
			HOUR,  Asia/Kolkata,      2026-08-28T14:00:00Z, 2026-08-28T13:30:00Z, 2026-08-28T14:30:00Z, __2026_08_28_19
			DAY,   Asia/Kathmandu,    2026-08-28T14:00:00Z, 2026-08-27T18:15:00Z, 2026-08-28T18:15:00Z, __2026_08_28
			HOUR,  Asia/Kathmandu,    2026-08-28T14:00:00Z, 2026-08-28T13:15:00Z, 2026-08-28T14:15:00Z, __2026_08_28_19
			DAY,   Australia/Lord_Howe, 2026-10-04T00:00:00Z, 2026-10-03T13:30:00Z, 2026-10-04T13:00:00Z, __2026_10_04
			DAY,   Pacific/Apia,      2011-12-30T09:59:59Z, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z, __2011_12_29
			DAY,   Pacific/Apia,      2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z, __2011_12_31
			WEEK,  Pacific/Apia,      2011-12-30T10:00:00Z, 2011-12-26T10:00:00Z, 2012-01-01T10:00:00Z, __2011_w52
			DAY,   America/Sao_Paulo, 2017-10-15T12:00:00Z, 2017-10-15T03:00:00Z, 2017-10-16T02:00:00Z, __2017_10_15
			DAY,   America/Sao_Paulo, 2018-02-17T12:00:00Z, 2018-02-17T02:00:00Z, 2018-02-18T03:00:00Z, __2018_02_17
			DAY,   America/Sao_Paulo, 2018-11-04T03:00:00Z, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z, __2018_11_04
			DAY,   Africa/Cairo,      2023-04-28T12:00:00Z, 2023-04-27T22:00:00Z, 2023-04-28T21:00:00Z, __2023_04_28
			DAY,   Africa/Cairo,      2023-10-26T12:00:00Z, 2023-10-25T21:00:00Z, 2023-10-26T22:00:00Z, __2023_10_26
			DAY,   Antarctica/Troll,  2026-03-29T12:00:00Z, 2026-03-29T00:00:00Z, 2026-03-29T22:00:00Z, __2026_03_29
			DAY,   Antarctica/Troll,  2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-26T00:00:00Z, __2026_10_25
			DAY,   Asia/Tehran,       2022-03-22T12:00:00Z, 2022-03-21T20:30:00Z, 2022-03-22T19:30:00Z, __2022_03_22""")
	void dividesInstants(Granularity granularity, ZoneId zone, Instant instant, Instant from, Instant to,
			String suffix) {
		TimeAxis axis = new TimeAxis(granularity, zone, KeyType.TIMESTAMPTZ);
		Window window = axis.windowAt(at(instant));
		assertThat(window).isEqualTo(window(from, to));
		assertThat(axis.suffix(window)).isEqualTo(suffix);
		assertThat(axis.windowNamed(suffix)).contains(window);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			Europe/Berlin,       2026-10-25T00:00:00Z, __2026_10_25_02 __2026_10_25_02b __2026_10_25_03
			Europe/Berlin,       2026-03-29T00:00:00Z, __2026_03_29_01 __2026_03_29_03 __2026_03_29_04
			America/New_York,    2026-11-01T05:00:00Z, __2026_11_01_01 __2026_11_01_01b __2026_11_01_02
			America/Sao_Paulo,   2018-02-18T01:00:00Z, __2018_02_17_23 __2018_02_17_23b __2018_02_18_00
			America/St_Johns,    2010-11-07T01:30:00Z, __2010_11_06_23 __2010_11_07_00 __2010_11_07_00b
			Antarctica/Troll,    2026-10-24T23:00:00Z, __2026_10_25_01 __2026_10_25_02 __2026_10_25_01b
			Antarctica/Casey,    2010-03-04T14:00:00Z, __2010_03_05_01 __2010_03_04_23b __2010_03_05_00b
			Antarctica/Vostok,   2023-12-17T18:00:00Z, __2023_12_18_01 __2023_12_18_00b __2023_12_18_01b
			Australia/Lord_Howe, 2026-04-04T14:30:00Z, __2026_04_05_01 __2026_04_05_02 __2026_04_05_03
			Australia/Lord_Howe, 2026-10-03T14:30:00Z, __2026_10_04_01 __2026_10_04_02 __2026_10_04_03
			Asia/Kolkata,        2026-08-28T14:30:00Z, __2026_08_28_20 __2026_08_28_21 __2026_08_28_22
			Asia/Pyongyang,      2015-08-14T14:00:00Z, __2015_08_14_23 __2015_08_14_23b __2015_08_15_00""")
	void f8_hoursAreUniformAcrossEveryChange(ZoneId zone, Instant first, String names) {
		TimeAxis axis = new TimeAxis(Granularity.HOUR, zone, KeyType.TIMESTAMPTZ);
		List<String> suffixes = new ArrayList<>();
		Window window = axis.windowAt(at(first));
		for (int i = 0; i < 3; i++) {
			assertThat(window).isEqualTo(window(first.plusSeconds(3600L * i), first.plusSeconds(3600L * (i + 1))));
			suffixes.add(axis.suffix(window));
			assertThat(axis.windowNamed(axis.suffix(window))).contains(window);
			window = axis.next(window);
		}
		assertThat(String.join(" ", suffixes)).isEqualTo(names);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			HOUR,  TIMESTAMP, 2026-03-29T02:30:00Z, 2026-03-29T02:00:00Z, 2026-03-29T03:00:00Z
			DAY,   TIMESTAMP, 2026-03-29T23:30:00Z, 2026-03-29T00:00:00Z, 2026-03-30T00:00:00Z
			MONTH, DATE,      2026-03-31T00:00:00Z, 2026-03-01T00:00:00Z, 2026-04-01T00:00:00Z
			WEEK,  DATE,      2026-03-29T00:00:00Z, 2026-03-23T00:00:00Z, 2026-03-30T00:00:00Z""")
	void aWallTimeHasNoGaps(Granularity granularity, KeyType type, Instant wall, Instant from, Instant to) {
		TimeAxis axis = new TimeAxis(granularity, ZoneId.of("Europe/Berlin"), type);
		assertThat(axis.windowAt(at(wall))).isEqualTo(window(from, to));
	}

	@Test
	void theClockIsReadInTheTablesZone() {
		ZoneId auckland = ZoneId.of("Pacific/Auckland");
		Instant now = Instant.parse("2026-08-28T14:30:00Z");
		TimeAxis dates = new TimeAxis(Granularity.DAY, auckland, KeyType.DATE);
		Position cursor = dates.at(now).orElseThrow();
		assertThat(cursor).hasToString("2026-08-29T02:30:00Z");
		assertThat(dates.suffix(dates.windowAt(cursor))).isEqualTo("__2026_08_29");
		assertThat(dates.instantOf(cursor)).contains(now);
		TimeAxis instants = new TimeAxis(Granularity.DAY, auckland, KeyType.TIMESTAMPTZ);
		assertThat(instants.at(now)).contains(at(now));
		assertThat(instants.instantOf(at(now))).contains(now);
	}

	@Test
	void aDayBeginsWhereItsZoneSays() {
		LocalDate day = LocalDate.of(2018, 11, 4);
		ZoneId saoPaulo = ZoneId.of("America/Sao_Paulo");
		assertThat(new TimeAxis(Granularity.DAY, saoPaulo, KeyType.TIMESTAMPTZ).startOf(day))
			.hasToString("2018-11-04T03:00:00Z");
		assertThat(new TimeAxis(Granularity.DAY, saoPaulo, KeyType.TIMESTAMP).startOf(day))
			.hasToString("2018-11-04T00:00:00Z");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			TIMESTAMPTZ, 2026-08-28T14:30:00Z, 2026-08-28 14:30:00+00
			TIMESTAMP,   2026-08-28T14:30:00Z, 2026-08-28 14:30:00
			DATE,        2026-08-28T00:00:00Z, 2026-08-28
			DATE,        0099-08-28T00:00:00Z, 0099-08-28
			TIMESTAMPTZ, +12026-08-28T00:00:00Z, 12026-08-28 00:00:00+00""")
	void writesLiteralsThatNoSessionZoneCanShift(KeyType type, Instant instant, String literal) {
		TimeAxis axis = new TimeAxis(Granularity.DAY, ZoneId.of("Asia/Kolkata"), type);
		assertThat(axis.datum(at(instant))).isEqualTo(new Datum.Literal(literal));
		assertThat(axis.end(new Datum.Literal(literal))).contains(End.at(at(instant)));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			2026-08-28 14:30:00+00,          2026-08-28T14:30:00Z
			2026-08-28 20:00:00+05:30,       2026-08-28T14:30:00Z
			2026-08-28 07:30:00-07,          2026-08-28T14:30:00Z
			2026-08-28 11:00:00-03:30,       2026-08-28T14:30:00Z
			2026-08-28 14:30:00.5+00,        2026-08-28T14:30:00.5Z
			2026-08-28 21:59:08.127476+00,   2026-08-28T21:59:08.127476Z
			1900-01-01 00:53:28+00:53:28,    1900-01-01T00:00:00Z
			1900-01-01 00:09:21+00:09:21,    1900-01-01T00:00:00Z
			1899-12-31 19:03:58-04:56:02,    1900-01-01T00:00:00Z
			2026-08-28 14:30:00,             2026-08-28T14:30:00Z
			2026-08-28 14:30:00.000001,      2026-08-28T14:30:00.000001Z
			2026-08-28,                      2026-08-28T00:00:00Z
			12026-08-28,                     +12026-08-28T00:00:00Z""")
	void readsWhatPostgresPrints(String literal, Instant instant) {
		TimeAxis axis = new TimeAxis(Granularity.DAY, ZoneId.of("UTC"), KeyType.TIMESTAMPTZ);
		assertThat(axis.end(new Datum.Literal(literal))).contains(End.at(at(instant)));
	}

	@Test
	void infinityLiesBeyondEveryPosition() {
		TimeAxis axis = new TimeAxis(Granularity.DAY, ZoneId.of("UTC"), KeyType.TIMESTAMPTZ);
		assertThat(axis.end(new Datum.Literal("infinity"))).contains(End.ABOVE);
		assertThat(axis.end(new Datum.Literal("-infinity"))).contains(End.BELOW);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0044-03-15 BC", "0044-03-15 00:00:00+00 BC", "2026-02-30", "2026-13-01", "28.08.2026",
			"08/28/2026", "100", "2026-08-28 25:00:00", "2026-08-28 14:30:00 CEST", "de" })
	void whatItCannotReadIsNoEnd(String literal) {
		TimeAxis axis = new TimeAxis(Granularity.DAY, ZoneId.of("UTC"), KeyType.TIMESTAMPTZ);
		assertThat(axis.end(new Datum.Literal(literal))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			MONTH,   __2026
			MONTH,   __2026_8
			MONTH,   __2026_13
			MONTH,   __2026_00
			MONTH,   __2026_08_01
			MONTH,   __2026_08_old
			MONTH,   __26_08
			MONTH,   __+2026_08
			MONTH,   __events
			MONTH,   __
			DAY,     __2026_02_29
			DAY,     __2026_08_28_14
			DAY,     __999999999_12_31
			WEEK,    __2026_w54
			WEEK,    __2021_w53
			WEEK,    __2026_w00
			WEEK,    __2026_35
			QUARTER, __2026_q5
			QUARTER, __2026_q0
			YEAR,    __2026_08
			HOUR,    __2026_08_28
			HOUR,    __2026_08_28_24
			HOUR,    __2026_08_28_14b
			HOUR,    __2026_03_29_02""")
	void anotherNameNamesNoWindow(Granularity granularity, String suffix) {
		TimeAxis axis = new TimeAxis(granularity, ZoneId.of("Europe/Berlin"), KeyType.TIMESTAMPTZ);
		assertThat(axis.windowNamed(suffix)).isEmpty();
	}

	@Test
	void countsAgesByItsOwnCalendar() {
		Position cursor = at(Instant.parse("2026-03-29T10:00:00Z"));
		ZoneId berlin = ZoneId.of("Europe/Berlin");
		TimeAmount day = TimeAmount.valueOf("P1D");
		assertThat(new TimeAxis(Granularity.DAY, berlin, KeyType.TIMESTAMPTZ).before(cursor, day))
			.hasToString("2026-03-28T11:00:00Z");
		assertThat(new TimeAxis(Granularity.DAY, berlin, KeyType.TIMESTAMP).before(cursor, day))
			.hasToString("2026-03-28T10:00:00Z");
	}

	private static Position at(Instant instant) {
		return new Position.Time(instant);
	}

	private static Window window(Instant from, Instant to) {
		return new Window(at(from), at(to));
	}

}
