package io.partsmith.scheme;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.partsmith.topology.Datum;
import io.partsmith.topology.Seeded;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimeAxisPropertyTest {

	private static final long FIRST = Instant.parse("1970-01-02T00:00:00Z").getEpochSecond();

	private static final long LAST = Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();

	private static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream().sorted().toList();

	@Test
	void everyInstantHasItsWindow() {
		Seeded.check(4000, (random) -> {
			TimeAxis axis = axis(random);
			Position position = position(random, axis);
			Window window = axis.windowAt(position);
			assertThat(window.extent().contains(position)).as("%s at %s", axis, position).isTrue();
			assertThat(axis.windowAt(window.from())).isEqualTo(window);
			assertThat(axis.windowAt(new Position.Time(instant(window.to()).minusNanos(1)))).isEqualTo(window);
		});
	}

	@Test
	void windowsAreContiguousAndNeitherOverlapNorRepeatTheirNames() {
		Seeded.check(300, (random) -> {
			TimeAxis axis = axis(random);
			Window window = axis.windowAt(position(random, axis));
			Set<String> suffixes = new HashSet<>();
			for (int i = 0; i < 400; i++) {
				Window next = axis.next(window);
				assertThat(next.from()).isEqualTo(window.to());
				assertThat(axis.previous(next)).isEqualTo(window);
				String suffix = axis.suffix(window);
				assertThat(suffixes.add(suffix)).as("%s is a new suffix on %s at %s", suffix, axis, window).isTrue();
				assertThat(suffix.length()).isLessThanOrEqualTo(axis.longestSuffix());
				window = next;
			}
		});
	}

	@Test
	void aNameLeadsBackToItsWindow() {
		Seeded.check(1500, (random) -> {
			TimeAxis axis = axis(random);
			Window window = axis.windowAt(position(random, axis));
			assertThat(axis.windowNamed(axis.suffix(window))).as("%s on %s", axis.suffix(window), axis)
				.contains(window);
		});
	}

	@Test
	void namesAndOrderHoldAtEveryChangeOfEveryZonesOffset() {
		Seeded.check(1500, (random) -> {
			ZoneId zone = zone(random);
			Instant somewhere = Instant.ofEpochSecond(FIRST + (long) (random.nextDouble() * (LAST - FIRST)));
			var change = zone.getRules().nextTransition(somewhere);
			if (change == null || change.getInstant().getEpochSecond() > LAST) {
				return;
			}
			TimeAxis axis = new TimeAxis(random.nextBoolean() ? Granularity.HOUR : Granularity.DAY, zone,
					KeyType.TIMESTAMPTZ);
			Window window = axis.windowAt(new Position.Time(change.getInstant().minus(Duration.ofHours(30))));
			List<String> suffixes = new ArrayList<>();
			while (instant(window.from()).isBefore(change.getInstant().plus(Duration.ofHours(30)))) {
				suffixes.add(axis.suffix(window));
				assertThat(axis.windowNamed(axis.suffix(window))).as("%s on %s", axis.suffix(window), axis)
					.contains(window);
				window = axis.next(window);
			}
			assertThat(suffixes).as("%s at %s", axis, change).doesNotHaveDuplicates();
		});
	}

	@Test
	void boundsAreReadBackAsTheyWereWritten() {
		Seeded.check(2000, (random) -> {
			TimeAxis axis = axis(random);
			Window window = axis.windowAt(position(random, axis));
			RangeGrid grid = new RangeGrid(axis, 1 + random.nextInt(3));
			assertThat(axis.end((Datum.Literal) axis.datum(window.to()))).contains(End.at(window.to()));
			assertThat(grid.extent(grid.bounds(window))).contains(window.extent());
			assertThat(grid.owns(window.extent())).isTrue();
		});
	}

	@Test
	void anHourLastsAnHour() {
		Seeded.check(2000, (random) -> {
			TimeAxis axis = new TimeAxis(Granularity.HOUR, zone(random), KeyType.TIMESTAMPTZ);
			Window window = axis.windowAt(position(random, axis));
			assertThat(Duration.between(instant(window.from()), instant(window.to()))).isEqualTo(Duration.ofHours(1));
		});
	}

	private static TimeAxis axis(Random random) {
		KeyType type = Seeded.pick(random, KeyType.TIMESTAMPTZ, KeyType.TIMESTAMPTZ, KeyType.TIMESTAMP, KeyType.DATE);
		Granularity granularity = Seeded.pick(random, Granularity.values());
		boolean fits = type != KeyType.DATE || granularity != Granularity.HOUR;
		return new TimeAxis(fits ? granularity : Granularity.DAY, zone(random), type);
	}

	private static ZoneId zone(Random random) {
		return ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
	}

	private static Position position(Random random, TimeAxis axis) {
		Instant instant = Instant.ofEpochSecond(FIRST + (long) (random.nextDouble() * (LAST - FIRST)),
				random.nextInt(1_000_000) * 1000L);
		return axis.at(instant).orElseThrow();
	}

	private static Instant instant(Position position) {
		return ((Position.Time) position).instant();
	}

}
