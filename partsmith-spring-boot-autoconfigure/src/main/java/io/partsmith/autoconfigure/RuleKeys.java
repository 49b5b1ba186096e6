package io.partsmith.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The keys of one rule as they are written, so that its kind can ask for its own only.
 */
final class RuleKeys {

	private final TableEntry entry;

	private final String property;

	private final Map<String, @Nullable Object> written = new LinkedHashMap<>();

	/**
	 * The keys below a property.
	 * @param entry the table's entry
	 * @param property the name of the property
	 */
	RuleKeys(TableEntry entry, String property) {
		this.entry = entry;
		this.property = property;
	}

	RuleKeys with(String key, @Nullable Object value) {
		this.written.put(key, value);
		return this;
	}

	/** Refuses every key that does not belong to a kind. */
	void only(Enum<?> kind, String... own) {
		this.written.forEach((key, value) -> {
			if (value != null && !Set.of(own).contains(key)) {
				throw new Setting<>(this.property + "." + key, value).refused(
						"this does not belong to the kind " + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
						"Take it out, or choose another kind.");
			}
		});
	}

	<T> Setting<T> required(String key, @Nullable T value, String yaml) {
		Setting<T> setting = Setting.of(this.property + "." + key, value);
		if (setting == null) {
			throw this.entry.missing(this.property + "." + key, "the rule is not complete without it", yaml);
		}
		return setting;
	}

	<T> T kind(@Nullable T kind, String what, String yaml) {
		if (kind == null) {
			throw this.entry.missing(this.property + ".kind", what + " needs its kind", yaml);
		}
		return kind;
	}

}
