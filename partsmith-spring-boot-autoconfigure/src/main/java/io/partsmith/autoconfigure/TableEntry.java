package io.partsmith.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The entry of one table, with the defaults behind it. Defaults are merged key by key at
 * the top level only, and a default that contradicts a key of the entry is left out.
 */
final class TableEntry {

	static final String DEFAULTS = "partsmith.defaults";

	private static final Map<String, Function<TableProperties, @Nullable Object>> FLAT_SCHEME = Map.of(
			"partition-column", TableProperties::partitionColumn, "granularity", TableProperties::granularity, "step",
			TableProperties::step, "origin", TableProperties::origin, "zone", TableProperties::zone, "codec",
			TableProperties::codec);

	private static final Map<String, Function<TableProperties, @Nullable Object>> FLAT_LIFECYCLE = Map.of(
			"create-ahead-count", TableProperties::createAheadCount, "retention-count", TableProperties::retentionCount,
			"retention-age", TableProperties::retentionAge, "detach", TableProperties::detach, "drop-grace",
			TableProperties::dropGrace, "holds", TableProperties::holds);

	private final String id;

	private final TableProperties own;

	private final TableProperties defaults;

	private final NamedBeans beans;

	/**
	 * An entry.
	 * @param id the table's id
	 * @param own what the entry itself holds
	 * @param defaults what every entry starts from
	 * @param beans the beans it may name
	 */
	TableEntry(String id, TableProperties own, TableProperties defaults, NamedBeans beans) {
		this.id = id;
		this.own = own;
		this.defaults = defaults;
		this.beans = beans;
		refuseMixture(prefix(), own);
		refuseMixtureWithDefaults();
	}

	/** Refuses an entry, or the defaults, in which both spellings are used. */
	static void refuseMixture(String prefix, TableProperties written) {
		if (written.scheme() == null && written.lifecycle() == null) {
			return;
		}
		List<String> flat = new ArrayList<>(flat(FLAT_SCHEME, written));
		flat.addAll(flat(FLAT_LIFECYCLE, written));
		if (!flat.isEmpty()) {
			String block = (written.scheme() != null) ? "scheme" : "lifecycle";
			String key = flat.get(0);
			throw new PartsmithConfigurationException(prefix + "." + key, null,
					"the entry is spelled in two ways: '" + key + "' belongs to the flat one, '" + block
							+ "' to the composed one",
					"Keep to one spelling in " + prefix + ": either " + String.join(", ", flat)
							+ ", or scheme and lifecycle.");
		}
	}

	/**
	 * A default lifecycle is one policy. A single flat key of an entry would silently put
	 * all of it out of force, the drop policy too.
	 */
	private void refuseMixtureWithDefaults() {
		List<String> flat = flat(FLAT_LIFECYCLE, this.own);
		if (this.defaults.lifecycle() != null && !flat.isEmpty()) {
			throw new PartsmithConfigurationException(prefix() + "." + flat.get(0), null,
					"the entry is spelled in two ways: '" + flat.get(0) + "' belongs to the flat one, and " + DEFAULTS
							+ ".lifecycle to the composed one",
					"Write a lifecycle block in " + prefix() + ", or spell the defaults flat.");
		}
	}

	private static List<String> flat(Map<String, Function<TableProperties, @Nullable Object>> keys,
			TableProperties written) {
		return keys.entrySet()
			.stream()
			.filter((key) -> key.getValue().apply(written) != null)
			.map(Map.Entry::getKey)
			.sorted()
			.toList();
	}

	String id() {
		return this.id;
	}

	/** The name of the entry as a property. */
	String prefix() {
		return TablePartitionConfigs.property(this.id);
	}

	TableProperties ownKeys() {
		return this.own;
	}

	TableProperties defaultKeys() {
		return this.defaults;
	}

	/** The beans of the application that the entry may name. */
	NamedBeans beans() {
		return this.beans;
	}

	/** A key of the entry itself. */
	<T> @Nullable Setting<T> own(String key, Function<TableProperties, @Nullable T> reader) {
		return Setting.of(prefix() + "." + key, reader.apply(this.own));
	}

	/** A key of the defaults. */
	<T> @Nullable Setting<T> byDefault(String key, Function<TableProperties, @Nullable T> reader) {
		return Setting.of(DEFAULTS + "." + key, reader.apply(this.defaults));
	}

	/** A key of the entry, or else of the defaults. */
	<T> @Nullable Setting<T> either(String key, Function<TableProperties, @Nullable T> reader) {
		Setting<T> mine = own(key, reader);
		return (mine != null) ? mine : byDefault(key, reader);
	}

	/**
	 * The composed scheme; the entry's own, or the default one where the entry is silent.
	 */
	@Nullable Setting<SchemeProperties> scheme() {
		return flat(FLAT_SCHEME, this.own).isEmpty() ? either("scheme", TableProperties::scheme) : null;
	}

	/** The composed lifecycle; the entry's own, or the default one where it is silent. */
	@Nullable Setting<LifecycleProperties> lifecycle() {
		return either("lifecycle", TableProperties::lifecycle);
	}

	/** A key without which the entry means nothing. */
	PartsmithConfigurationException missing(String property, String reason, String yaml) {
		return new PartsmithConfigurationException(property, null, reason, "Write for example:\n\n" + yaml);
	}

}
