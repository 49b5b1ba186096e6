package io.partsmith.autoconfigure;

import java.math.BigInteger;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.Function;

import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CursorSource;
import org.jspecify.annotations.Nullable;

/** Reads where the windows of a table begin and end, from either spelling. */
final class BoundariesReader {

	private static final ZoneId UTC = ZoneId.of("UTC");

	private final TableEntry entry;

	private final @Nullable BoundariesProperties written;

	private final String prefix;

	/**
	 * A reader of one entry.
	 * @param entry the table's entry
	 * @param written the block of the composed spelling, or {@code null} for flat keys
	 * @param prefix the name of the scheme that holds the block, as a property
	 */
	BoundariesReader(TableEntry entry, @Nullable BoundariesProperties written, String prefix) {
		this.entry = entry;
		this.written = written;
		this.prefix = prefix;
	}

	Boundaries read() {
		return switch (kind()) {
			case TIME -> time();
			case INTEGER -> integers();
			case SEQUENCE -> sequence();
		};
	}

	private BoundariesProperties.Kind kind() {
		if (this.written != null) {
			if (this.written.kind() == null) {
				throw this.entry.missing(this.prefix + ".boundaries.kind", "boundaries need their kind", """
						boundaries:
						  kind: time            # or integer
						  granularity: month    # or step: 1000000""");
			}
			return this.written.kind();
		}
		BoundariesProperties.Kind mine = flatKind(this.entry.prefix(), this.entry.ownKeys());
		BoundariesProperties.Kind given = (mine != null) ? mine
				: flatKind(TableEntry.DEFAULTS, this.entry.defaultKeys());
		if (given == null) {
			throw this.entry.missing(this.entry.prefix() + ".granularity",
					"neither a granularity nor a step says where partitions begin and end", """
							granularity: month    # hour, day, week, month, quarter or year
							# or, for a table divided by a number:
							step: 1000000""");
		}
		return given;
	}

	/** What flat keys are about; both at once is a contradiction. */
	static BoundariesProperties.@Nullable Kind flatKind(String prefix, TableProperties keys) {
		Setting<BigInteger> step = Setting.of(prefix + ".step", keys.step());
		if (step != null && keys.granularity() != null) {
			throw step.refused("a table is divided either by time or by integers, and granularity is given too",
					"Keep granularity for a column of times, or step for a column of numbers.");
		}
		if (step != null) {
			return BoundariesProperties.Kind.INTEGER;
		}
		return (keys.granularity() != null) ? BoundariesProperties.Kind.TIME : null;
	}

	private Boundaries time() {
		refuse("step", blockOrOwn().step(), "times have no step");
		refuse("start", blockOrOwn().start(), "times have no first value");
		refuse("cursor", blockOrOwn().cursor(), "the clock tells where times stand");
		ZoneId zone = firstNonNull(blockOrOwn().zone(), this.entry.defaultKeys().zone(), UTC);
		Setting<String> codec = setting("codec", BoundariesProperties::codec);
		return new Boundaries.Time(new DivisionReader(this.entry, blockPrefix(), blockOrOwn(), zone).read(), zone,
				new CodecReader(this.entry.beans()).read(
						(codec != null) ? codec : this.entry.byDefault("codec", TableProperties::codec),
						setting("epoch", BoundariesProperties::epoch)));
	}

	private Boundaries integers() {
		refuse("start", blockOrOwn().start(), "integers have an origin, in both directions");
		refuse("granularity", blockOrOwn().granularity(), "integers have no granularity");
		refuse("every", blockOrOwn().every(), "integers have no step of time");
		refuse("calendar", blockOrOwn().calendar(), "integers have no calendar");
		refuse("zone", blockOrOwn().zone(), "integers have no time zone");
		refuse("codec", blockOrOwn().codec(), "integers carry no time");
		refuse("epoch", blockOrOwn().epoch(), "integers carry no time");
		Setting<BigInteger> step = setting("step", BoundariesProperties::step);
		if (step == null) {
			step = this.entry.byDefault("step", TableProperties::step);
		}
		if (step == null) {
			throw this.entry.missing(blockPrefix() + ".step", "boundaries over integers need a step", "step: 1000000");
		}
		BigInteger origin = firstNonNull(origin(), this.entry.defaultKeys().origin(), BigInteger.ZERO);
		CursorSource cursor = cursor();
		return step.map((ids) -> new Boundaries.Integers(ids, origin, cursor),
				"Give the number of ids in one partition.");
	}

	private Boundaries sequence() {
		BoundariesProperties keys = blockOrOwn();
		new RuleKeys(this.entry, blockPrefix()).with("granularity", keys.granularity())
			.with("every", keys.every())
			.with("calendar", keys.calendar())
			.with("zone", keys.zone())
			.with("codec", keys.codec())
			.with("epoch", keys.epoch())
			.with("step", keys.step())
			.with("origin", keys.origin())
			.only(BoundariesProperties.Kind.SEQUENCE);
		return new Boundaries.Sequence(Objects.requireNonNullElse(keys.start(), BigInteger.ONE),
				Objects.requireNonNullElse(keys.cursor(), CursorSource.NEWEST_MEMBER));
	}

	private @Nullable BigInteger origin() {
		Setting<String> origin = setting("origin", BoundariesProperties::origin);
		if (origin == null) {
			return null;
		}
		try {
			return new BigInteger(origin.value().strip());
		}
		catch (NumberFormatException ex) {
			throw origin.refused("this is no whole number, which a table over integers needs",
					"Write the id at which a partition begins, for example 0.");
		}
	}

	private CursorSource cursor() {
		Setting<CursorSource> cursor = setting("cursor", BoundariesProperties::cursor);
		if (cursor != null && cursor.value() == CursorSource.NEWEST_MEMBER) {
			throw cursor.refused("ranges of ids are made ahead of their rows, whatever partition is the newest",
					"Write max-key or sequence.");
		}
		return (cursor != null) ? cursor.value() : CursorSource.MAX_KEY;
	}

	/** The boundaries as the entry itself writes them, in either spelling. */
	private BoundariesProperties blockOrOwn() {
		return (this.written != null) ? this.written : BoundariesProperties.flat(this.entry.ownKeys());
	}

	private String blockPrefix() {
		return (this.written != null) ? this.prefix + ".boundaries" : this.entry.prefix();
	}

	private <T> @Nullable Setting<T> setting(String key, Function<BoundariesProperties, @Nullable T> reader) {
		return Setting.of(blockPrefix() + "." + key, reader.apply(blockOrOwn()));
	}

	private void refuse(String key, @Nullable Object value, String reason) {
		Setting<Object> setting = Setting.of(blockPrefix() + "." + key, value);
		if (setting != null) {
			throw setting.refused(reason,
					"Take '" + key + "' out, or divide the table the other way: granularity, zone and codec are for "
							+ "times, step, origin and cursor for integers.");
		}
	}

	private static <T> T firstNonNull(@Nullable T first, @Nullable T second, T otherwise) {
		return Objects.requireNonNullElse((first != null) ? first : second, otherwise);
	}

}
