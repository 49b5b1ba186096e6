package io.partsmith.scheme;

import java.time.Instant;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What PostgreSQL writes is read, in whatever form it is written. */
class TimeTextTest {

	@ParameterizedTest
	@CsvSource(textBlock = """
			2024-02-29, 2024-02-29T00:00:00Z
			2026-08-01 13:45:59, 2026-08-01T13:45:59Z
			2026-08-01 00:00:00+00, 2026-08-01T00:00:00Z
			2026-08-01 00:00:00+02, 2026-07-31T22:00:00Z
			2026-08-01 00:00:00-03:30, 2026-08-01T03:30:00Z
			2026-08-01 00:00:00.5+00, 2026-08-01T00:00:00.500Z
			0001-01-01 00:00:00+00, 0001-01-01T00:00:00Z
			12026-08-01 00:00:00+00, +12026-08-01T00:00:00Z
			294276-12-31 23:59:59.999999+00, +294276-12-31T23:59:59.999999Z""")
	void aTimeIsRead(String text, String instant) {
		assertThat(TimeText.read(text)).contains(Instant.parse(instant));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "infinity", "-infinity", "2026-13-01", "2025-02-29", "2026-08-01 24:00:00+00",
			"2026-08-01 23:60:00+00", "2026-08-01 00:00:00 00", "2026-08-01T00:00:00+00", "2026/08/01", "0x26-08-01",
			"٢٠٢٦-08-01", "0044-03-15 00:00:00+00 BC", "2026-08-01 00:00", "20260-8-01" })
	void whatIsNoTimeIsNotGuessed(String text) {
		assertThat(TimeText.read(text)).isEmpty();
	}

	@Test
	void whatWasWrittenIsReadAgain() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 0; i < 10_000; i++) {
			Instant instant = Instant.ofEpochSecond(random.nextLong(-62_135_596_800L, 9_224_318_015_999L));
			assertThat(TimeText.read(TimeText.write(instant, KeyType.TIMESTAMPTZ))).as("seed %d", seed)
				.contains(instant);
		}
	}

}
