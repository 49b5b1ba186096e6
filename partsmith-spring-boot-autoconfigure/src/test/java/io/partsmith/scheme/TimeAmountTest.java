package io.partsmith.scheme;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.Stream;

import io.partsmith.topology.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class TimeAmountTest {

	private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

	@ParameterizedTest
	@MethodSource
	void reads(String text, Period period, Duration duration) {
		assertThat(TimeAmount.valueOf(text)).isEqualTo(new TimeAmount(period, duration));
	}

	static Stream<Arguments> reads() {
		return Stream.of(arguments("P3M", Period.ofMonths(3), Duration.ZERO),
				arguments("P90D", Period.ofDays(90), Duration.ZERO), arguments("p2w", Period.ofDays(14), Duration.ZERO),
				arguments("P1Y2M3D", Period.of(1, 2, 3), Duration.ZERO),
				arguments("P1DT12H", Period.ofDays(1), Duration.ofHours(12)),
				arguments("PT15M", Period.ZERO, Duration.ofMinutes(15)),
				arguments("PT0.3S", Period.ZERO, Duration.ofMillis(300)), arguments("P0D", Period.ZERO, Duration.ZERO),
				arguments("PT0S", Period.ZERO, Duration.ZERO), arguments("300ms", Period.ZERO, Duration.ofMillis(300)),
				arguments("10s", Period.ZERO, Duration.ofSeconds(10)),
				arguments("15m", Period.ZERO, Duration.ofMinutes(15)),
				arguments("12h", Period.ZERO, Duration.ofHours(12)),
				arguments("12H", Period.ZERO, Duration.ofHours(12)), arguments("90d", Period.ofDays(90), Duration.ZERO),
				arguments("90D", Period.ofDays(90), Duration.ZERO), arguments("2w", Period.ofDays(14), Duration.ZERO),
				arguments(" 7d ", Period.ofDays(7), Duration.ZERO));
	}

	@ParameterizedTest
	@ValueSource(strings = { "10", "0", " 10 " })
	void f10_refusesANumberWithoutUnit(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> TimeAmount.valueOf(text))
			.withMessageContaining("'" + text + "' has no unit")
			.withMessageContaining(text.strip() + "d for days")
			.withMessageContaining("P" + text.strip() + "M for months");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "P", "PT", "P1DT", "d", "ten days", "10 days", "10x", "1.5h", "P1H", "PT1D",
			"-P3M", "-3d", "+3d", "3y", "99999999999d", "2147483647w" })
	void refusesWhatIsNoAmount(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> TimeAmount.valueOf(text))
			.withMessageContaining("'" + text + "'")
			.withMessageContaining("P90D");
	}

	@ParameterizedTest
	@ValueSource(strings = { "P-3M", "P1M-1D", "PT-5S", "P1DT-1H" })
	void refusesNegativeAmounts(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> TimeAmount.valueOf(text))
			.withMessageContaining("not negative");
	}

	@Test
	void doesNotTakeAnUpperCaseMForMinutes() {
		assertThatIllegalArgumentException().isThrownBy(() -> TimeAmount.valueOf("3M"))
			.withMessageContaining("P3M")
			.withMessageContaining("3m");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			P1M, 2026-03-31T12:00:00Z, 2026-02-28T12:00:00Z
			P1M, 2024-03-31T12:00:00Z, 2024-02-29T12:00:00Z
			P1M, 2026-03-01T00:00:00Z, 2026-02-01T00:00:00Z
			P3M, 2026-05-31T00:00:00Z, 2026-02-28T00:00:00Z
			P1Y, 2024-02-29T00:00:00Z, 2023-02-28T00:00:00Z
			P90D, 2026-03-31T00:00:00Z, 2025-12-31T00:00:00Z
			P1M1D, 2026-03-31T00:00:00Z, 2026-02-27T00:00:00Z
			P1DT12H, 2026-03-02T00:00:00Z, 2026-02-28T12:00:00Z""")
	void countsBackByTheCalendar(TimeAmount amount, Instant from, Instant expected) {
		assertThat(amount.before(from, ZoneOffset.UTC)).isEqualTo(expected);
	}

	@Test
	void aDayOfAZoneIsNotAlways24Hours() {
		Instant noon = Instant.parse("2026-03-29T10:00:00Z");
		assertThat(TimeAmount.valueOf("1d").before(noon, BERLIN)).isEqualTo("2026-03-28T11:00:00Z");
		assertThat(TimeAmount.valueOf("24h").before(noon, BERLIN)).isEqualTo("2026-03-28T10:00:00Z");
		assertThat(TimeAmount.valueOf("1d").after(noon.minusSeconds(86400), BERLIN)).isEqualTo("2026-03-29T09:00:00Z");
	}

	@Test
	void knowsItsExactLengthUnlessItHoldsMonths() {
		assertThat(TimeAmount.valueOf("P1DT12H").toDuration()).isEqualTo(Duration.ofHours(36));
		assertThatIllegalArgumentException().isThrownBy(() -> TimeAmount.valueOf("P1M").toDuration())
			.withMessageContaining("P1M has no exact length");
	}

	@Test
	void isZeroOnlyWithoutAnyPart() {
		assertThat(TimeAmount.valueOf("P0D").isZero()).isTrue();
		assertThat(TimeAmount.ZERO.isZero()).isTrue();
		assertThat(TimeAmount.valueOf("1ms").isZero()).isFalse();
		assertThat(TimeAmount.valueOf("P1D").isZero()).isFalse();
	}

	@Test
	void whatIsWrittenIsReadBack() {
		Seeded.check(500, (random) -> {
			Period period = Period.of(random.nextInt(3), random.nextInt(20), random.nextInt(100));
			Duration duration = random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(random.nextInt(1_000_000_000));
			TimeAmount amount = new TimeAmount(period, duration);
			assertThat(TimeAmount.valueOf(amount.toString())).isEqualTo(amount);
		});
	}

}
