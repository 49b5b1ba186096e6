package io.partsmith.lifecycle;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;

import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.IntegerAxis;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.scheme.TimeAxis;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RetentionTest {

	private static final Axis MONTHS = new TimeAxis(Granularity.MONTH, ZoneOffset.UTC, KeyType.TIMESTAMPTZ);

	private static final Axis IDS = new IntegerAxis(BigInteger.valueOf(1000), BigInteger.ZERO, KeyType.BIGINT);

	@ParameterizedTest
	@CsvSource({ "1, 2026-08-01T00:00:00Z", "2, 2026-07-01T00:00:00Z", "12, 2025-09-01T00:00:00Z" })
	void keepNewestCountsTheCurrentWindow(int count, Instant expected) {
		Position cursor = time("2026-08-26T10:00:00Z");
		assertThat(new Retention.KeepNewest(count).keptFrom(MONTHS, cursor)).contains(new Position.Time(expected));
	}

	@Test
	void keepNewestKeepsExactlyThatManyWindowsOnEveryAxis() {
		Seeded.check(300, (random) -> {
			Axis axis = new TimeAxis(Seeded.pick(random, Granularity.values()), ZoneOffset.UTC, KeyType.TIMESTAMPTZ);
			Position cursor = new Position.Time(Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE)));
			int count = 1 + random.nextInt(40);
			Position kept = new Retention.KeepNewest(count).keptFrom(axis, cursor).orElseThrow();
			Window window = axis.windowAt(kept);
			for (int i = 1; i < count; i++) {
				window = axis.next(window);
			}
			assertThat(window).isEqualTo(axis.windowAt(cursor));
		});
	}

	@ParameterizedTest
	@CsvSource({ "P1M, 2026-03-31T00:00:00Z, 2026-02-28T00:00:00Z", "P90D, 2026-03-31T00:00:00Z, 2025-12-31T00:00:00Z",
			"PT1H, 2026-03-31T00:00:00Z, 2026-03-30T23:00:00Z" })
	void keepForCountsBackFromTheCursor(TimeAmount age, String cursor, Instant expected) {
		assertThat(new Retention.KeepFor(age).keptFrom(MONTHS, time(cursor))).contains(new Position.Time(expected));
	}

	@Test
	void keepBehindCountsIds() {
		Retention rule = new Retention.KeepBehind(BigInteger.valueOf(2500));
		assertThat(rule.keptFrom(IDS, Position.Id.of(10_000))).contains(Position.Id.of(7_500));
	}

	@Test
	void aRuleOfTheOtherAxisKeepsEverything() {
		assertThat(new Retention.KeepFor(TimeAmount.valueOf("P1D")).keptFrom(IDS, Position.Id.of(5))).isEmpty();
		assertThat(new Retention.KeepBehind(BigInteger.ONE).keptFrom(MONTHS, time("2026-08-26T10:00:00Z"))).isEmpty();
		assertThat(new Retention.KeepAll().keptFrom(IDS, Position.Id.of(5))).isEmpty();
	}

	@Test
	void aRuleDescribesItself() {
		assertThat(new Retention.KeepNewest(12).describe()).isEqualTo("keep-newest 12");
		assertThat(new Retention.KeepFor(TimeAmount.valueOf("90d")).describe()).isEqualTo("keep-for P90D");
		assertThat(new Retention.KeepBehind(BigInteger.TEN).describe()).isEqualTo("keep-behind 10");
		assertThat(new Retention.KeepAll().describe()).isEqualTo("no retention");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 100_001 })
	void refusesACountOutOfRange(int count) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Retention.KeepNewest(count))
			.withMessageContaining("not " + count);
	}

	@Test
	void refusesToKeepNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Retention.KeepFor(TimeAmount.ZERO))
			.withMessageContaining("P90D");
		assertThatIllegalArgumentException().isThrownBy(() -> new Retention.KeepBehind(BigInteger.ZERO))
			.withMessageContaining("1 or more");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1001 })
	void refusesToCreateNothingOrTooMuch(int count) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Creation.CreateAhead(count))
			.withMessageContaining("not " + count);
	}

	@Test
	void aLifecycleThatOnlyCreatesExpiresNothingAndHasAWeeksGrace() {
		Lifecycle lifecycle = Lifecycle.creating(new Creation.CreateAhead(3));
		assertThat(lifecycle.retention()).isEqualTo(new Retention.KeepAll());
		assertThat(lifecycle.detach()).isEqualTo(DetachMode.AUTO);
		assertThat(lifecycle.drop()).isEqualTo(new Drop.DropAfter(TimeAmount.valueOf("P7D")));
		Lifecycle other = lifecycle.keeping(new Retention.KeepNewest(2))
			.detaching(DetachMode.BLOCKING)
			.dropping(new Drop.DropNever());
		assertThat(other).isEqualTo(new Lifecycle(new Creation.CreateAhead(3), new Retention.KeepNewest(2),
				DetachMode.BLOCKING, new Drop.DropNever()));
	}

	private static Position time(String instant) {
		return new Position.Time(Instant.parse(instant));
	}

}
