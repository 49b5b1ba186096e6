package io.partsmith.autoconfigure;

import java.math.BigInteger;
import java.time.ZoneId;
import java.util.Objects;

import io.partsmith.autoconfigure.TableProperties.BoundariesKind;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import org.jspecify.annotations.Nullable;

/** Reads where the windows of a table begin and end, from either spelling. */
final class BoundariesReader {

	private static final ZoneId UTC = ZoneId.of("UTC");

	private final TableEntry entry;

	private final TableProperties.@Nullable Boundaries written;

	private final String prefix;

	/**
	 * A reader of one entry.
	 * @param entry the table's entry
	 * @param written the block of the composed spelling, or {@code null} for flat keys
	 * @param prefix the name of the scheme that holds the block, as a property
	 */
	BoundariesReader(TableEntry entry, TableProperties.@Nullable Boundaries written, String prefix) {
		this.entry = entry;
		this.written = written;
		this.prefix = prefix;
	}

	Boundaries read() {
		return (kind() == BoundariesKind.TIME) ? time() : integers();
	}

	private BoundariesKind kind() {
		if (this.written != null) {
			if (this.written.kind() == null) {
				throw this.entry.missing(this.prefix + ".boundaries.kind", "boundaries need their kind", """
						boundaries:
						  kind: time            # or integer
						  granularity: month    # or step: 1000000""");
			}
			return this.written.kind();
		}
		BoundariesKind mine = flatKind(this.entry.prefix(), this.entry.ownKeys());
		BoundariesKind given = (mine != null) ? mine : flatKind(TableEntry.DEFAULTS, this.entry.defaultKeys());
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
	static @Nullable BoundariesKind flatKind(String prefix, TableProperties keys) {
		Setting<BigInteger> step = Setting.of(prefix + ".step", keys.step());
		if (step != null && keys.granularity() != null) {
			throw step.refused("a table is divided either by time or by integers, and granularity is given too",
					"Keep granularity for a column of times, or step for a column of numbers.");
		}
		if (step != null) {
			return BoundariesKind.INTEGER;
		}
		return (keys.granularity() != null) ? BoundariesKind.TIME : null;
	}

	private Boundaries time() {
		refuse("step", blockOrOwn().step(), "times have no step");
		refuse("origin", blockOrOwn().origin(), "times have no origin");
		Setting<Granularity> granularity = Setting.of(blockPrefix() + ".granularity", blockOrOwn().granularity());
		if (granularity == null) {
			granularity = this.entry.byDefault("granularity", TableProperties::granularity);
		}
		if (granularity == null) {
			throw this.entry.missing(blockPrefix() + ".granularity", "boundaries over time need a granularity",
					"granularity: month    # hour, day, week, month, quarter or year");
		}
		ZoneId zone = firstNonNull(blockOrOwn().zone(), this.entry.defaultKeys().zone(), UTC);
		return new Boundaries.Time(granularity.value(), zone);
	}

	private Boundaries integers() {
		refuse("granularity", blockOrOwn().granularity(), "integers have no granularity");
		refuse("zone", blockOrOwn().zone(), "integers have no time zone");
		Setting<BigInteger> step = Setting.of(blockPrefix() + ".step", blockOrOwn().step());
		if (step == null) {
			step = this.entry.byDefault("step", TableProperties::step);
		}
		if (step == null) {
			throw this.entry.missing(blockPrefix() + ".step", "boundaries over integers need a step", "step: 1000000");
		}
		BigInteger origin = firstNonNull(blockOrOwn().origin(), this.entry.defaultKeys().origin(), BigInteger.ZERO);
		return step.map((ids) -> new Boundaries.Integers(ids, origin), "Give the number of ids in one partition.");
	}

	/** The boundaries as the entry itself writes them, in either spelling. */
	private TableProperties.Boundaries blockOrOwn() {
		if (this.written != null) {
			return this.written;
		}
		TableProperties own = this.entry.ownKeys();
		return new TableProperties.Boundaries(null, own.granularity(), own.zone(), own.step(), own.origin());
	}

	private String blockPrefix() {
		return (this.written != null) ? this.prefix + ".boundaries" : this.entry.prefix();
	}

	private void refuse(String key, @Nullable Object value, String reason) {
		Setting<Object> setting = Setting.of(blockPrefix() + "." + key, value);
		if (setting != null) {
			throw setting.refused(reason, "Take '" + key + "' out, or divide the table the other way: granularity and "
					+ "zone are for times, step and origin for integers.");
		}
	}

	private static <T> T firstNonNull(@Nullable T first, @Nullable T second, T otherwise) {
		return Objects.requireNonNullElse((first != null) ? first : second, otherwise);
	}

}
