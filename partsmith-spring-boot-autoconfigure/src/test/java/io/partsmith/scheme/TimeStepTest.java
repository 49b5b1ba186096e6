package io.partsmith.scheme;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TimeStepTest {

	@ParameterizedTest
	@CsvSource(
			textBlock = """
					PT15M, ,                 UTC,            2026-08-28T14:29:59Z, 2026-08-28T14:15:00Z, 2026-08-28T14:30:00Z, __2026_08_28_14_15
					PT15M, ,                 Asia/Kathmandu, 2026-08-28T14:29:59Z, 2026-08-28T14:15:00Z, 2026-08-28T14:30:00Z, __2026_08_28_20_00
					PT15M, ,                 Africa/Monrovia,2026-08-28T14:29:59Z, 2026-08-28T14:15:00Z, 2026-08-28T14:30:00Z, __2026_08_28_14_15
					PT6H,  ,                 UTC,            2026-08-28T14:00:00Z, 2026-08-28T12:00:00Z, 2026-08-28T18:00:00Z, __2026_08_28_12
					PT6H,  ,                 Asia/Kolkata,   2026-08-28T14:00:00Z, 2026-08-28T12:30:00Z, 2026-08-28T18:30:00Z, __2026_08_28_18
					PT6H,  2026-01-01T01:00, UTC,            2026-08-28T14:00:00Z, 2026-08-28T13:00:00Z, 2026-08-28T19:00:00Z, __2026_08_28_13
					PT6H,  ,                 Europe/Berlin,  2026-10-25T12:00:00Z, 2026-10-25T11:00:00Z, 2026-10-25T17:00:00Z, __2026_10_25_12
					PT90M, 2026-08-28T00:00, UTC,            2026-08-28T14:00:00Z, 2026-08-28T13:30:00Z, 2026-08-28T15:00:00Z, __2026_08_28_13_30
					P1D,   2000-01-01T06:00, Europe/Berlin,  2026-10-25T12:00:00Z, 2026-10-25T05:00:00Z, 2026-10-26T05:00:00Z, __2026_10_25
					P1D,   ,                 Europe/Berlin,  2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z, __2026_10_25
					P10D,  2026-08-01T00:00, UTC,            2026-08-28T14:00:00Z, 2026-08-21T00:00:00Z, 2026-08-31T00:00:00Z, __2026_08_21
					P10D,  2026-08-01T00:00, UTC,            2026-07-31T14:00:00Z, 2026-07-22T00:00:00Z, 2026-08-01T00:00:00Z, __2026_07_22
					P2W,   ,                 UTC,            2026-08-28T14:00:00Z, 2026-08-24T00:00:00Z, 2026-09-07T00:00:00Z, __2026_08_24
					P2M,   ,                 UTC,            2026-08-28T14:00:00Z, 2026-07-01T00:00:00Z, 2026-09-01T00:00:00Z, __2026_07
					P1M,   2020-01-15T00:00, UTC,            2026-08-14T23:59:59Z, 2026-07-15T00:00:00Z, 2026-08-15T00:00:00Z, __2026_07
					P1Y,   2020-04-01T00:00, UTC,            2026-02-01T00:00:00Z, 2025-04-01T00:00:00Z, 2026-04-01T00:00:00Z, __2025
					P100Y, ,                 UTC,            2026-08-28T14:00:00Z, 2000-01-01T00:00:00Z, 2100-01-01T00:00:00Z, __2000
					P100Y, ,                 UTC,            1999-12-31T23:59:59Z, 1900-01-01T00:00:00Z, 2000-01-01T00:00:00Z, __1900""")
	void p35_dividesFromItsOrigin(String every, @Nullable LocalDateTime origin, ZoneId zone, Instant instant,
			Instant from, Instant to, String suffix) {
		TimeStep step = new TimeStep(TimeAmount.valueOf(every), origin);
		TimeAxis axis = new TimeAxis(step, zone, KeyType.TIMESTAMPTZ);
		Window window = axis.windowAt(new Position.Time(instant));
		assertThat(window).isEqualTo(new Window(new Position.Time(from), new Position.Time(to)));
		assertThat(axis.suffix(window)).isEqualTo(suffix);
		assertThat(suffix.length()).isLessThanOrEqualTo(step.longestSuffix());
		assertThat(axis.windowNamed(suffix)).contains(window);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			PT30M, Europe/Berlin,       2026-10-25T00:00:00Z, _02_00 _02_30 _02_00b _02_30b _03_00
			PT30M, Europe/Berlin,       2026-03-29T00:00:00Z, _01_00 _01_30 _03_00 _03_30 _04_00
			PT15M, Australia/Lord_Howe, 2026-04-04T14:30:00Z, _01_30 _01_45 _01_30b _01_45b _02_00
			PT15M, Australia/Lord_Howe, 2026-10-03T15:00:00Z, _01_30 _01_45 _02_30 _02_45 _03_00
			PT20M, Australia/Lord_Howe, 2026-04-04T14:20:00Z, _01_10 _01_30 _01_50 _01_40 _02_00""")
	void aRepeatedTimeIsNamedApart(String every, ZoneId zone, Instant first, String names) {
		TimeAxis axis = new TimeAxis(new TimeStep(TimeAmount.valueOf(every), null), zone, KeyType.TIMESTAMPTZ);
		List<String> suffixes = new ArrayList<>();
		Window window = axis.windowAt(new Position.Time(first));
		for (int i = 0; i < 5; i++) {
			suffixes.add(axis.suffix(window).substring("__2026_10_25".length()));
			assertThat(axis.windowNamed(axis.suffix(window))).contains(window);
			window = axis.next(window);
		}
		assertThat(String.join(" ", suffixes)).isEqualTo(names);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			PT15M, __2026_08_28_14
			PT15M, __2026_08_28_14_10
			PT15M, __2026_08_28_14_15b
			PT15M, __2026_08_28_14_15_00
			PT15M, __2026_08_28_14_15bb
			PT6H,  __2026_08_28_13
			PT6H,  __2026_08_28
			P10D,  __2026_08_28
			P10D,  __2026_08_28_00
			P2M,   __2026_08
			P100Y, __2026""")
	void anotherNameNamesNoWindow(String every, String suffix) {
		TimeAxis axis = new TimeAxis(new TimeStep(TimeAmount.valueOf(every), null), ZoneId.of("UTC"),
				KeyType.TIMESTAMPTZ);
		assertThat(axis.windowNamed(suffix)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			PT0S,    ,                    no time makes no window
			P1DT12H, ,                    mixes them
			P1M1D,   ,                    mixes them
			PT90S,   ,                    whole minutes
			P1D,     2026-01-01T00:00:30, whole minute
			P1M,     2026-01-31T00:00,    behind the 28th""")
	void refusesWhatMakesNoUniformWindows(String every, @Nullable LocalDateTime origin, String reason) {
		TimeAmount amount = TimeAmount.valueOf(every);
		assertThatIllegalArgumentException().isThrownBy(() -> new TimeStep(amount, origin))
			.withMessageContaining(reason);
	}

	@Test
	void aDateIsDividedByWholeDaysAlone() {
		for (String step : List.of("P10D", "P2W", "P2M", "P1Y")) {
			assertThat(over(new TimeStep(TimeAmount.valueOf(step), null))).as(step).isTrue();
		}
		assertThat(over(new TimeStep(TimeAmount.valueOf("PT24H"), null))).isFalse();
		assertThat(over(new TimeStep(TimeAmount.valueOf("P1D"), LocalDateTime.parse("2026-01-01T06:00")))).isFalse();
	}

	private static boolean over(TimeStep step) {
		return new Boundaries.Time(step, ZoneId.of("UTC")).over(KeyType.DATE).isPresent();
	}

}
