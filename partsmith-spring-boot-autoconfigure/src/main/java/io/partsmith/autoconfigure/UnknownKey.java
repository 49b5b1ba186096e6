package io.partsmith.autoconfigure;

import java.util.Map;
import java.util.Optional;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * A key below {@code partsmith} that nothing reads, and what its writer may have meant.
 */
final class UnknownKey {

	private static final KnownKeys ROOT = KnownKeys.root();

	private static final String BOUNDARIES = "scheme: { method: range, key: created_at, boundaries: { kind: time, %s } }";

	/** Keys that are often looked for in the flat spelling, and where they stand. */
	private static final Map<String, String> COMPOSED = Map.of("limits",
			"lifecycle: { retention: { kind: keep-for, age: P90D }, limits: { max-units-per-run: 10 } }", "every",
			BOUNDARIES.formatted("every: PT15M"), "calendar", BOUNDARIES.formatted("calendar: fiscal"), "epoch",
			BOUNDARIES.formatted("granularity: day, codec: snowflake, epoch: 2015-01-01T00:00:00Z"), "cursor",
			"scheme: { method: range, key: id, boundaries: { kind: integer, step: 1000000, cursor: sequence } }",
			"drop", "lifecycle: { drop: { kind: drop-never } }", "creation",
			"lifecycle: { creation: { kind: create-ahead, count: 6 } }", "retention",
			"lifecycle: { retention: { kind: keep-for, age: P90D } }");

	private final ConfigurationPropertyName name;

	/** The number of leading elements that are known. */
	private final int known;

	/** The keys there are beside the unknown one. */
	private final KnownKeys siblings;

	private final PropertyOrigins origins;

	UnknownKey(ConfigurationPropertyName name, PropertyOrigins origins) {
		this.name = name;
		this.origins = origins;
		int at = 1;
		KnownKeys keys = ROOT;
		while (at < name.getNumberOfElements()) {
			Optional<KnownKeys> entries = keys.belowEntriesOf(element(at));
			Optional<KnownKeys> below = entries.isPresent() ? entries : keys.below(element(at));
			if (below.isEmpty()) {
				break;
			}
			keys = below.get();
			at += entries.isPresent() ? 2 : 1;
		}
		this.known = Math.min(at, name.getNumberOfElements() - 1);
		this.siblings = keys;
	}

	private String element(int index) {
		return this.name.getElement(index, Form.DASHED);
	}

	/** The key itself, without what stands below it. */
	ConfigurationPropertyName key() {
		return this.siblings.names().contains(unknown()) ? this.name : this.name.chop(this.known + 1);
	}

	String reason() {
		if (isDottedId()) {
			return "an id has no dot: this is read as the key '" + unknown() + "' of the table '" + id() + "'";
		}
		if (this.siblings.names().contains(unknown())) {
			return (this.known + 1 < this.name.getNumberOfElements()) ? "'" + unknown() + "' is one value"
					: "'" + unknown() + "' has no value";
		}
		if (isLevelTooMany()) {
			return "a table is divided on five levels at most, and this is the sixth";
		}
		if (isComposed()) {
			return "'" + unknown() + "' belongs to the composed spelling";
		}
		return this.siblings.closestTo(unknown())
			.map((meant) -> "there is no key '" + unknown() + "' here; did you mean '" + meant + "'?")
			.orElseGet(() -> "there is no key '" + unknown() + "' here");
	}

	String action() {
		if (isDottedId()) {
			return "Choose an id without a dot, and name the relation in its entry:\n\n" + "partsmith:\n  tables:\n    "
					+ unknown() + ":\n      table: " + id() + "." + unknown();
		}
		if (isTable()) {
			return "If '" + unknown() + "' is the id of a table, indent it below partsmith.tables.";
		}
		if (this.siblings.names().contains(unknown())) {
			return "Give '" + unknown() + "' one value, or take it out.";
		}
		if (isLevelTooMany()) {
			return "Take this level out.";
		}
		if (isComposed()) {
			return "Write the entry with scheme and lifecycle in place of the flat keys, for example:\n\n"
					+ COMPOSED.get(unknown());
		}
		return "The keys of " + PropertyOrigins.print(this.name.chop(this.known)) + " are: "
				+ String.join(", ", this.siblings.names()) + ".";
	}

	/** Only the innermost level has no key {@code child}. */
	private boolean isLevelTooMany() {
		return unknown().equals("child") && this.siblings.names().contains("modulus");
	}

	/** Whether it stands among the keys of a table, or of the defaults. */
	private boolean isOfTable() {
		return this.siblings.names().contains("partition-column");
	}

	/** One value beside flat keys is {@code retention-age} cut short. */
	private boolean isComposed() {
		boolean cutShort = unknown().equals("retention") && this.known + 1 == this.name.getNumberOfElements()
				&& this.origins.below(this.name.getParent().append("scheme")).findAny().isEmpty();
		return COMPOSED.containsKey(unknown()) && isOfTable() && !cutShort;
	}

	private boolean isDottedId() {
		return this.known == 3 && ROOT.belowEntriesOf(element(1)).isPresent() && holdsKeyOfTable();
	}

	private boolean isTable() {
		return this.known == 1 && holdsKeyOfTable();
	}

	private boolean holdsKeyOfTable() {
		return this.name.getNumberOfElements() > this.known + 1 && ROOT.belowEntriesOf("tables")
			.filter((table) -> table.names().contains(element(this.known + 1)))
			.isPresent();
	}

	private String id() {
		return this.name.getElement(2, Form.ORIGINAL);
	}

	private String unknown() {
		return this.name.getElement(this.known, Form.ORIGINAL);
	}

}
