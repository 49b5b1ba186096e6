package io.partsmith.scheme;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import io.partsmith.topology.Datum;
import io.partsmith.topology.Seeded;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimeAxisPropertyTest {

	private static final long FIRST = Instant.parse("1970-01-02T00:00:00Z").getEpochSecond();

	private static final long LAST = Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();

	/** Longer years have longer names. */
	private static final Instant NAMED_UNTIL = Instant.parse("9990-01-01T00:00:00Z");

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
			for (int i = 0; i < 400 && instant(window.from()).isBefore(NAMED_UNTIL); i++) {
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
			TimeDivision division = Seeded.pick(random, Granularity.HOUR, Granularity.DAY, step("PT15M"), step("PT90M"),
					step("PT30M"), step("P1D"),
					new TimeStep(TimeAmount.valueOf("P1D"), LocalDateTime.parse("2000-01-01T02:30")));
			TimeAxis axis = new TimeAxis(division, zone, KeyType.TIMESTAMPTZ);
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
			if (axis.datum(window.to()) instanceof Datum.Literal literal) {
				assertThat(axis.end(literal)).contains(End.at(window.to()));
			}
			else {
				assertThat(axis.holds(axis.next(window))).isFalse();
			}
			if (!axis.holds(window)) {
				return;
			}
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

	@Test
	void aStepOfElapsedTimeKeepsItsLength() {
		Seeded.check(1000, (random) -> {
			TimeAmount every = elapsed(random);
			TimeAxis axis = new TimeAxis(new TimeStep(every, origin(random)), zone(random), KeyType.TIMESTAMPTZ);
			Window window = axis.windowAt(position(random, axis));
			assertThat(Duration.between(instant(window.from()), instant(window.to()))).isEqualTo(every.toDuration());
		});
	}

	@Test
	void aWindowBeginsAtTheOriginOfItsStep() {
		Seeded.check(1000, (random) -> {
			LocalDateTime origin = origin(random);
			ZoneId zone = zone(random);
			TimeAxis axis = new TimeAxis(new TimeStep(every(random), origin), zone, KeyType.TIMESTAMPTZ);
			Instant beginning = new Wall(zone).boundary(origin);
			assertThat(axis.windowAt(new Position.Time(beginning)).from()).as("%s", axis)
				.isEqualTo(new Position.Time(beginning));
		});
	}

	private static TimeAxis axis(Random random) {
		TimeDivision division = switch (random.nextInt(4)) {
			case 0 -> new TimeStep(every(random), random.nextBoolean() ? origin(random) : null);
			case 1 -> new NamedCalendar("fiscal", Seeded.pick(random, new FourFourFive(), new FromApril()));
			default -> Seeded.pick(random, Granularity.values());
		};
		if (random.nextInt(3) == 0) {
			KeyCodec codec = Seeded.pick(random, KeyCodec.UUIDV7, KeyCodec.ULID, KeyCodec.EPOCH_SECONDS,
					KeyCodec.EPOCH_MILLISECONDS, KeyCodec.EPOCH_MICROSECONDS, KeyCodec.snowflake(Instant.EPOCH));
			KeyType type = Seeded.pick(random,
					Stream.of(KeyType.values())
						.filter((candidate) -> codec.fits(candidate) && candidate != KeyType.SMALLINT
								&& candidate != KeyType.INTEGER)
						.toArray(KeyType[]::new));
			return new TimeAxis(division, zone(random), type, codec);
		}
		KeyType type = Seeded.pick(random, KeyType.TIMESTAMPTZ, KeyType.TIMESTAMPTZ, KeyType.TIMESTAMP, KeyType.DATE);
		boolean fits = type != KeyType.DATE || division.wholeDays();
		return new TimeAxis(fits ? division : Granularity.DAY, zone(random), type);
	}

	private static TimeStep step(String every) {
		return new TimeStep(TimeAmount.valueOf(every), null);
	}

	private static TimeAmount every(Random random) {
		int number = 1 + random.nextInt(40);
		return random.nextBoolean() ? elapsed(random)
				: TimeAmount.valueOf("P" + number + Seeded.pick(random, "D", "W", "M", "Y"));
	}

	private static TimeAmount elapsed(Random random) {
		return TimeAmount.valueOf(
				random.nextBoolean() ? "PT" + (1 + random.nextInt(200)) + "M" : "PT" + (1 + random.nextInt(50)) + "H");
	}

	private static LocalDateTime origin(Random random) {
		LocalDateTime origin = LocalDateTime.of(1990 + random.nextInt(50), 1 + random.nextInt(12),
				1 + random.nextInt(28), 0, 0);
		return random.nextBoolean() ? origin : origin.plusMinutes(random.nextInt(1440));
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
