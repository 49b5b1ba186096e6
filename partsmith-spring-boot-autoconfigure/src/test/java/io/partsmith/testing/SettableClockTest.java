package io.partsmith.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettableClockTest {

	private final SettableClock clock = new SettableClock("2027-10-02T03:00:00Z");

	@Test
	void standsStillInUtc() {
		assertThat(this.clock.instant()).isEqualTo("2027-10-02T03:00:00Z");
		assertThat(this.clock.getZone()).isEqualTo(ZoneOffset.UTC);
	}

	@Test
	void isMovedForwardAndBack() {
		this.clock.advance(Duration.ofDays(1));
		assertThat(this.clock.instant()).isEqualTo("2027-10-03T03:00:00Z");
		this.clock.set("2026-01-01T00:00:00Z");
		assertThat(this.clock.instant()).isEqualTo("2026-01-01T00:00:00Z");
		this.clock.set(Instant.EPOCH);
		assertThat(this.clock.millis()).isZero();
	}

	@Test
	void clocksForOtherZonesMoveWithIt() {
		Clock other = this.clock.withZone(ZoneId.of("Asia/Tokyo"));
		this.clock.advance(Duration.ofHours(1));
		assertThat(other.instant()).isEqualTo("2027-10-02T04:00:00Z");
		assertThat(other.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
	}

	@Test
	void losesNoStepOfConcurrentThreads() {
		IntStream.range(0, 1000).parallel().forEach((step) -> this.clock.advance(Duration.ofSeconds(1)));
		assertThat(this.clock.instant()).isEqualTo(Instant.parse("2027-10-02T03:00:00Z").plusSeconds(1000));
	}

}
