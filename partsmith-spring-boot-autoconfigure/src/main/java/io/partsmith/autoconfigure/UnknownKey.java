package io.partsmith.autoconfigure;

import java.util.Optional;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * A key below {@code partsmith} that nothing reads, and what its writer may have meant.
 */
final class UnknownKey {

	private static final KnownKeys ROOT = KnownKeys.root();

	private final ConfigurationPropertyName name;

	/** The number of leading elements that are known. */
	private final int known;

	/** The keys there are beside the unknown one. */
	private final KnownKeys siblings;

	UnknownKey(ConfigurationPropertyName name) {
		this.name = name;
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
		return "The keys of " + PropertyOrigins.print(this.name.chop(this.known)) + " are: "
				+ String.join(", ", this.siblings.names()) + ".";
	}

	/** Only the innermost level has no key {@code child}. */
	private boolean isLevelTooMany() {
		return unknown().equals("child") && this.siblings.names().contains("modulus");
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
