package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Combination;
import io.partsmith.lifecycle.Columnar;
import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.DataAmount;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Limits;
import io.partsmith.lifecycle.Predicate;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.FourFourFive;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.KeyCodec;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.NamedCalendar;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.scheme.SlidingListScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.scheme.TimeDivision;
import io.partsmith.scheme.TimeStep;
import io.partsmith.scheme.Window;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Datum;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Seeded;

/** A table of random levels, each with a random lifecycle where it has one. */
final class RandomPolicy {

	private static final TimeDivision[] DIVISIONS = Stream
		.of(Stream.<TimeDivision>of(Granularity.values()),
				Stream.of("PT15M", "PT90M", "PT6H", "P1D", "P10D", "P2W", "P3M", "P5Y")
					.map((every) -> (TimeDivision) new TimeStep(TimeAmount.valueOf(every), null)),
				Stream.<TimeDivision>of(new NamedCalendar("retail", new FourFourFive())))
		.flatMap((divisions) -> divisions)
		.toArray(TimeDivision[]::new);

	private static final String[] ZONES = { "UTC", "Europe/Berlin", "America/New_York", "America/St_Johns",
			"Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo", "Antarctica/Troll" };

	private static final KeyCodec SNOWFLAKE = KeyCodec.snowflake(Instant.parse("2005-01-01T00:00:00Z"));

	private final Random random;

	private final Instant now;

	private final Map<String, String> columns = new LinkedHashMap<>();

	private final Scheme scheme;

	RandomPolicy(Random random, Instant now) {
		this.random = random;
		this.now = now;
		this.columns.put("other", "bigint");
		Scheme made = null;
		for (int depth = Seeded.pick(random, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5) - 1; depth >= 0; depth--) {
			made = level("c" + depth, made);
		}
		this.scheme = made;
	}

	/** The columns and their types. */
	Map<String, String> columns() {
		return this.columns;
	}

	/** The scheme with new random lifecycles. */
	TablePartitionConfig config() {
		Map<Integer, Lifecycle> lifecycles = new HashMap<>();
		List<Scheme> levels = this.scheme.levels();
		for (int depth = 0; depth < levels.size(); depth++) {
			if (levels.get(depth) instanceof Progression level) {
				lifecycles.put(depth, lifecycle(level, depth));
			}
		}
		return new TablePartitionConfig("t", RelationName.parse("t"), this.scheme,
				Lifecycle.creating(new Creation.CreateAhead(1)), lifecycles, Leaves.DEFAULT, null);
	}

	private Scheme level(String column, Scheme child) {
		return switch (this.random.nextInt(9)) {
			case 0, 1, 2, 3 -> times(column, child);
			case 4, 5 -> ids(column, child);
			case 6 -> list(column, child);
			case 7 -> groups(column, child);
			default -> {
				this.columns.put(column, Seeded.pick(this.random, "bigint", "text", "uuid"));
				yield new HashScheme(List.of(column), 1 + this.random.nextInt(4), child);
			}
		};
	}

	private Scheme times(String column, Scheme child) {
		while (true) {
			KeyCodec codec = Seeded.pick(this.random, KeyCodec.TIMESTAMP, KeyCodec.TIMESTAMP, KeyCodec.TIMESTAMP,
					KeyCodec.EPOCH_SECONDS, KeyCodec.EPOCH_MILLISECONDS, KeyCodec.EPOCH_MICROSECONDS, KeyCodec.UUIDV7,
					KeyCodec.ULID, SNOWFLAKE);
			KeyType type = Seeded.pick(this.random, KeyType.values());
			Boundaries.Time boundaries = new Boundaries.Time(Seeded.pick(this.random, DIVISIONS),
					ZoneId.of(Seeded.pick(this.random, ZONES)), codec);
			// A smallint holds no present of any codec. An integer of seconds ends in
			// 2038,
			// and behind that end no gap is filled any more; KeyTypeTest and
			// AxisScenarioTest go there.
			if (type != KeyType.SMALLINT && type != KeyType.INTEGER && boundaries.over(type).isPresent()) {
				this.columns.put(column, type.toString());
				return range(column, boundaries, child);
			}
		}
	}

	private Scheme ids(String column, Scheme child) {
		KeyType type = Seeded.pick(this.random, KeyType.SMALLINT, KeyType.INTEGER, KeyType.BIGINT, KeyType.NUMERIC);
		this.columns.put(column, type.toString());
		return range(column,
				new Boundaries.Integers(BigInteger.valueOf(Seeded.pick(this.random, 1, 2, 10, 100, 1000)),
						BigInteger.valueOf(Seeded.pick(this.random, 0, 1, 7, -5, -20_000)),
						Seeded.pick(this.random, CursorSource.MAX_KEY, CursorSource.SEQUENCE)),
				child);
	}

	private Scheme range(String column, Boundaries boundaries, Scheme child) {
		List<String> key = new ArrayList<>(List.of(column));
		if (this.random.nextInt(5) == 0) {
			key.add(column + "b");
			this.columns.put(column + "b", "bigint");
		}
		Set<CatchAll> catchAlls = Seeded.pick(this.random, Set.<CatchAll>of(), Set.<CatchAll>of(), Set.<CatchAll>of(),
				Set.of(CatchAll.ABOVE), Set.of(CatchAll.BELOW), Set.of(CatchAll.values()));
		return new RangeScheme(key, boundaries, catchAlls, child);
	}

	private Scheme list(String column, Scheme child) {
		this.columns.put(column, Seeded.pick(this.random, "integer", "bigint"));
		return new SlidingListScheme(column,
				new Boundaries.Sequence(BigInteger.valueOf(Seeded.pick(this.random, 1, 100, -3)),
						Seeded.pick(this.random, CursorSource.values())),
				child);
	}

	private Scheme groups(String column, Scheme child) {
		this.columns.put(column, "text");
		List<GroupScheme.Group> groups = new ArrayList<>(List.of(group("eu", "de", "fr"), group("us", "us")));
		if (this.random.nextBoolean()) {
			groups.add(new GroupScheme.Group("none", List.of(Datum.NULL, new Datum.Literal("NULL"))));
		}
		return new GroupScheme(column, groups, this.random.nextBoolean() ? "rest" : null, child);
	}

	private static GroupScheme.Group group(String name, String... values) {
		return new GroupScheme.Group(name, Stream.of(values).map((value) -> (Datum) new Datum.Literal(value)).toList());
	}

	private Lifecycle lifecycle(Progression level, int depth) {
		boolean time = level.boundaries() instanceof Boundaries.Time;
		Creation creation = creation(level, depth);
		if (level.boundaries().cursor() == CursorSource.NEWEST_MEMBER) {
			// Windows made ahead would themselves move such a list on.
			creation = new Creation.CreateNextIf(new Predicate.SizeAbove(new DataAmount(1)));
		}
		Drop drop = (this.random.nextInt(8) == 0) ? new Drop.DropNever()
				: new Drop.DropAfter(TimeAmount.valueOf(Seeded.pick(this.random, "P0D", "P0D", "PT1H", "P7D", "P2M")));
		List<Hold> holds = new ArrayList<>();
		if (this.random.nextInt(4) == 0) {
			Creation.Until from = point(time);
			holds.add(new Hold("case", this.random.nextBoolean() ? from : null, null));
		}
		return new Lifecycle(creation, retention(time, 2), Seeded.pick(this.random, DetachMode.values()), drop, holds,
				Limits.NONE, (time && this.random.nextInt(4) == 0) ? new Columnar(TimeAmount.valueOf("P30D")) : null);
	}

	private Creation creation(Progression level, int depth) {
		if (this.random.nextInt(5) == 0) {
			return new Creation.CreateUntil(
					(this.scheme.child() == null) ? point(level.boundaries() instanceof Boundaries.Time) : near(level));
		}
		return new Creation.CreateAhead(1 + this.random.nextInt((depth == 0) ? 5 : 3));
	}

	/** A few windows from the present, or nobody could see the end of a nested table. */
	private Creation.Until near(Progression level) {
		if (!(level.boundaries() instanceof Boundaries.Time)) {
			return new Creation.Until.AtId(BigInteger.valueOf(this.random.nextInt(12) - 2));
		}
		KeyType type = KeyType.named(this.columns.get(level.key().get(0))).orElseThrow();
		Axis axis = level.over(type, level.key().size()).orElseThrow().axis();
		Window window = axis.windowAt(axis.at(this.now).orElseThrow());
		Duration length = Duration.between(((Position.Time) window.from()).instant(),
				((Position.Time) window.to()).instant());
		return new Creation.Until.AtInstant(this.now.plus(length.multipliedBy(this.random.nextInt(9) - 2)));
	}

	/** Somewhere around the present. */
	private Creation.Until point(boolean time) {
		if (!time) {
			return new Creation.Until.AtId(BigInteger.valueOf(this.random.nextInt(400) - 100));
		}
		Instant instant = this.now.plusSeconds(this.random.nextInt(80_000_000) - 40_000_000L);
		return this.random.nextBoolean() ? new Creation.Until.AtInstant(instant)
				: new Creation.Until.OnDate(instant.atZone(ZoneOffset.UTC).toLocalDate());
	}

	private Retention retention(boolean time, int nested) {
		return switch (this.random.nextInt((nested > 0) ? 10 : 7)) {
			case 0 -> new Retention.KeepAll();
			case 1, 2, 3 -> new Retention.KeepNewest(1 + this.random.nextInt(8));
			case 4, 5, 6 -> time
					? new Retention.KeepFor(
							TimeAmount.valueOf(Seeded.pick(this.random, "PT5H", "P1D", "P10D", "P1M", "P2M3D", "P1Y")))
					: new Retention.KeepBehind(BigInteger.valueOf(1 + this.random.nextInt(3000)));
			case 7 -> new Combination.AllOf(List.of(retention(time, nested - 1), retention(time, nested - 1)));
			case 8 -> new Combination.AnyOf(List.of(retention(time, nested - 1), retention(time, nested - 1)));
			default -> new Combination.Not(new Retention.KeepNewest(1 + this.random.nextInt(4)));
		};
	}

}
