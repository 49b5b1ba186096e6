package io.partsmith.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.scheme.SlidingListScheme;
import io.partsmith.topology.Datum;
import org.jspecify.annotations.Nullable;

/** Reads one level of the composed spelling. */
final class LevelReader {

	private final TableEntry entry;

	private final SchemeKeys written;

	private final String property;

	/**
	 * A reader.
	 * @param entry the table's entry
	 * @param written the level
	 * @param property the name of the level as a property
	 */
	LevelReader(TableEntry entry, SchemeKeys written, String property) {
		this.entry = entry;
		this.written = written;
		this.property = property;
	}

	Scheme read(List<String> key, @Nullable Scheme child) {
		RuleKeys keys = new RuleKeys(this.entry, this.property).with("boundaries", this.written.boundaries())
			.with("groups", this.written.groups())
			.with("default-group", this.written.defaultGroup())
			.with("modulus", this.written.modulus())
			.with("catch-all", this.written.catchAll());
		SchemeProperties.Method method = this.written.method();
		if (method == null) {
			throw this.entry.missing(this.property + ".method", "a scheme needs its method", """
					scheme:
					  method: range""");
		}
		return switch (method) {
			case RANGE -> {
				keys.only(method, "boundaries", "catch-all");
				yield new RangeScheme(key, boundaries(), Objects.requireNonNullElse(this.written.catchAll(), Set.of()),
						child);
			}
			case HASH -> {
				keys.only(method, "modulus");
				yield keys.required("modulus", this.written.modulus(), "modulus: 4")
					.map((modulus) -> new HashScheme(key, modulus, child),
							"Give the number of partitions, for example 4.");
			}
			case LIST -> {
				keys.only(method, "boundaries", "groups", "default-group");
				yield list(column(key), child);
			}
		};
	}

	/** Default keys of the flat spelling may say where the windows of the root lie. */
	private Boundaries boundaries() {
		boolean served = this.written instanceof SchemeProperties
				&& BoundariesReader.flatKind(TableEntry.DEFAULTS, this.entry.defaultKeys()) != null;
		if (this.written.boundaries() == null && !served) {
			throw this.entry.missing(this.property + ".boundaries", "ranges need boundaries",
					"boundaries: { kind: time, granularity: month }");
		}
		Boundaries boundaries = new BoundariesReader(this.entry, this.written.boundaries(), this.property).read();
		if (boundaries instanceof Boundaries.Sequence) {
			throw new Setting<>(this.property + ".boundaries.kind", "sequence")
				.refused("a sequence of single values divides a list", "Write method: list, or kind: time or integer.");
		}
		return boundaries;
	}

	private String column(List<String> key) {
		if (key.size() > 1) {
			throw new Setting<>(this.property + ".key", key).refused("PostgreSQL divides a list by one column",
					"Name one column, and divide its partitions again with child: { ... }.");
		}
		return key.get(0);
	}

	private Scheme list(String column, @Nullable Scheme child) {
		Map<String, List<String>> groups = this.written.groups();
		Setting<BoundariesProperties> boundaries = Setting.of(this.property + ".boundaries", this.written.boundaries());
		String defaultGroup = this.written.defaultGroup();
		if (boundaries == null) {
			if (groups == null && defaultGroup == null) {
				throw this.entry.missing(this.property + ".groups",
						"neither groups nor boundaries say what the " + "partitions of the list hold", """
								groups: { eu: [de, fr], none: [null] }
								# or, for one whole number each:
								boundaries: { kind: sequence, start: 1 }""");
			}
			if (groups != null && defaultGroup != null && groups.containsKey(defaultGroup)) {
				throw new Setting<>(this.property + ".default-group", defaultGroup).refused("a group has this name",
						"Give the partition of all other values a name of its own, for example other.");
			}
			return new Setting<>(this.property + ".groups", (groups != null) ? groups : Map.<String, List<String>>of())
				.map((written) -> new GroupScheme(column, groups(written), defaultGroup, child),
						"Give each group a name and values of its own; for NULL, write none: [null].");
		}
		if (groups != null || defaultGroup != null) {
			throw boundaries.refused("a list has either fixed groups or a sequence of values",
					"Keep groups with default-group, or boundaries.");
		}
		Boundaries read = new BoundariesReader(this.entry, boundaries.value(), this.property).read();
		if (read instanceof Boundaries.Sequence sequence) {
			return new SlidingListScheme(column, sequence, child);
		}
		throw new Setting<>(boundaries.property() + ".kind", String.valueOf(boundaries.value().kind()))
			.refused("the partitions of a list hold single values", "Write kind: sequence, or method: range.");
	}

	/** YAML's null arrives as an empty text, which stands for SQL's NULL. */
	private static List<GroupScheme.Group> groups(Map<String, List<String>> written) {
		List<GroupScheme.Group> groups = new ArrayList<>();
		written.forEach((name, values) -> groups.add(new GroupScheme.Group(name,
				values.stream().map((value) -> value.isEmpty() ? Datum.NULL : new Datum.Literal(value)).toList())));
		return groups;
	}

}
