package io.partsmith.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;

/** Reads how a table is divided, from either spelling. */
final class SchemeReader {

	private final TableEntry entry;

	private final Map<Integer, Lifecycle> lifecycles = new HashMap<>();

	SchemeReader(TableEntry entry) {
		this.entry = entry;
	}

	Scheme read() {
		Setting<SchemeProperties> composed = this.entry.scheme();
		if (composed == null) {
			return new RangeScheme(column(), new BoundariesReader(this.entry, null, this.entry.prefix()).read());
		}
		refuseColumnsThatDivideTwice(composed.value(), composed.property());
		return level(composed.value(), composed.property(), 0);
	}

	private static void refuseColumnsThatDivideTwice(SchemeKeys root, String property) {
		Map<String, String> dividing = new HashMap<>();
		String here = property;
		for (SchemeKeys level = root; level != null; level = level.child(), here += ".child") {
			Setting<List<String>> key = Setting.of(here + ".key", level.key());
			for (String column : (key != null) ? key.value() : List.<String>of()) {
				String above = dividing.put(column, here);
				if (key != null && above != null) {
					throw key.refused(
							"the column " + column + " divides two levels, " + above
									+ " too; each needs one of its own",
							"Name another column of the table, or take that level out.");
				}
			}
		}
	}

	/** The lifecycles of levels that have one of their own, once the scheme was read. */
	Map<Integer, Lifecycle> lifecycles() {
		return this.lifecycles;
	}

	private Scheme level(SchemeKeys written, String property, int depth) {
		SchemeKeys child = written.child();
		Scheme beneath = (child != null) ? level(child, property + ".child", depth + 1) : null;
		LevelReader reader = new LevelReader(this.entry, written, property);
		Scheme level = reader.read(key(written, property, depth), beneath);
		Setting<LifecycleProperties> own = Setting.of(property + ".lifecycle", written.lifecycle());
		if (own != null) {
			if (!(level instanceof Progression progression)) {
				throw own.refused("a fixed set of partitions has no lifecycle",
						"Take it out, or move it to a level with boundaries.");
			}
			this.lifecycles.put(depth, new LifecycleReader(this.entry, progression.boundaries(), own).read());
		}
		return level;
	}

	private List<String> key(SchemeKeys written, String property, int depth) {
		List<String> key = written.key();
		if (key != null && !key.isEmpty()) {
			return key;
		}
		Setting<String> column = (depth == 0)
				? this.entry.byDefault("partition-column", TableProperties::partitionColumn) : null;
		if (column != null && !column.value().isBlank()) {
			return List.of(column.value());
		}
		throw missingKey(property);
	}

	private PartsmithConfigurationException missingKey(String property) {
		return this.entry.missing(property + ".key", "the column of the partition key is not named",
				"scheme:\n  key: created_at");
	}

	private List<String> column() {
		Setting<String> column = this.entry.either("partition-column", TableProperties::partitionColumn);
		if (column != null && !column.value().isBlank()) {
			return List.of(column.value());
		}
		throw this.entry.missing(this.entry.prefix() + ".partition-column",
				"the column of the partition key is not named", "partition-column: created_at");
	}

}
