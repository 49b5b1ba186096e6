package io.partsmith.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.scheme.Membership;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.Scheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/** Works out what the configured tables mean. */
final class TablePartitionConfigs {

	private TablePartitionConfigs() {
	}

	/**
	 * Every configured table, in the order in which they are written.
	 * @param properties the configuration as it is written
	 * @param beans the beans it may name
	 * @return the policies
	 * @throws PartsmithConfigurationException if something is wrong whatever the database
	 * holds
	 */
	static List<TablePartitionConfig> from(PartsmithProperties properties, NamedBeans beans) {
		refuseDefaults(properties.defaults());
		refuseList(properties.tables());
		List<TablePartitionConfig> configs = new ArrayList<>();
		properties.tables().forEach((id, own) -> {
			TablePartitionConfig config = config(new TableEntry(id, own, properties.defaults(), beans));
			configs.stream()
				.filter((other) -> other.table().equals(config.table())
						&& Objects.equals(dataSource(properties, other.id()), dataSource(properties, id)))
				.findFirst()
				.ifPresent((other) -> {
					throw new PartsmithConfigurationException(property(id) + ".table", config.table(),
							property(other.id()) + " configures the same table", "Merge the two entries into one.");
				});
			configs.add(config);
		});
		return List.copyOf(configs);
	}

	private static @Nullable String dataSource(PartsmithProperties properties, String id) {
		Setting<String> name = DataSourceNames.of(properties, id);
		return (name != null) ? name.value() : null;
	}

	/** The name of a table's entry as a property. */
	static String property(String id) {
		return id.matches("[A-Za-z0-9_-]+") ? "partsmith.tables." + id : "partsmith.tables[" + id + "]";
	}

	/** Spring binds a list to a map, by the places of its entries. */
	private static void refuseList(Map<String, TableProperties> tables) {
		List<String> places = IntStream.range(0, tables.size()).mapToObj(String::valueOf).toList();
		if (!tables.isEmpty() && List.copyOf(tables.keySet()).equals(places)) {
			TableProperties first = Objects.requireNonNull(tables.get("0"));
			String table = Objects.requireNonNullElse(first.table(), "public.events");
			throw new PartsmithConfigurationException("partsmith.tables[0]", null,
					"the tables are a list, so that their ids would be their places, and others after the next edit",
					"Write a map, in which each table has an id:\n\npartsmith:\n  tables:\n    " + suggestedId(table)
							+ ":\n      table: " + table);
		}
	}

	private static String suggestedId(String table) {
		return table.replaceAll(".*\\.", "").replaceAll("[^A-Za-z0-9_-]", "_");
	}

	private static void refuseDefaults(TableProperties defaults) {
		Setting<String> table = Setting.of(TableEntry.DEFAULTS + ".table", defaults.table());
		if (table != null) {
			throw table.refused("no two entries can configure the same table", "Name the table in its own entry.");
		}
		Setting<List<LifecycleProperties.Hold>> holds = Setting.of(TableEntry.DEFAULTS + ".holds", defaults.holds());
		if (holds != null) {
			throw holds.refused("a hold is about the rows of one table", "Write it in that table's own entry.");
		}
		Setting<ArchiveProperties> archive = Setting.of(TableEntry.DEFAULTS + ".archive", defaults.archive());
		if (archive != null) {
			throw archive.refused("what holds for all tables has a place of its own",
					"Write it under partsmith.archive.");
		}
		TableEntry.refuseMixture(TableEntry.DEFAULTS, defaults);
		BoundariesReader.flatKind(TableEntry.DEFAULTS, defaults);
		RetentionReader.refuseBoth(Setting.of(TableEntry.DEFAULTS + ".retention-count", defaults.retentionCount()),
				Setting.of(TableEntry.DEFAULTS + ".retention-age", defaults.retentionAge()));
	}

	private static TablePartitionConfig config(TableEntry entry) {
		Setting<String> id = new Setting<>(entry.prefix(), entry.id());
		if (!entry.id().matches("[A-Za-z0-9_-]+")) {
			throw id.refused("an id holds letters, digits, hyphens and underscores only",
					"Choose an id, and name the " + "relation in its entry:\n\n" + "partsmith:\n  tables:\n    "
							+ suggestedId(entry.id()) + ":\n      table: " + entry.id());
		}
		RelationName table = table(entry);
		SchemeReader schemes = new SchemeReader(entry);
		Scheme scheme = schemes.read();
		Lifecycle lifecycle = lifecycle(entry, scheme, schemes.lifecycles());
		Setting<List<String>> hooks = entry.either("hooks", TableProperties::hooks);
		TablePartitionConfig config = id.map(
				(name) -> new TablePartitionConfig(name, table, scheme, lifecycle, schemes.lifecycles(),
						new LeavesReader(entry).read(), (hooks != null) ? hooks.value() : null),
				"Mend the entry " + entry.prefix() + ".");
		refuseLongNames(config);
		return config;
	}

	/** What holds for the levels that have no lifecycle of their own. */
	private static Lifecycle lifecycle(TableEntry entry, Scheme scheme, Map<Integer, Lifecycle> own) {
		List<Scheme> levels = scheme.levels();
		for (int depth = 0; depth < levels.size(); depth++) {
			if (levels.get(depth) instanceof Progression progression && !own.containsKey(depth)) {
				return new LifecycleReader(entry, progression.boundaries()).read();
			}
		}
		Setting<LifecycleProperties> idle = entry.own("lifecycle", TableProperties::lifecycle);
		if (idle != null) {
			throw idle.refused("no level is left whose partitions come and go",
					"Take it out: fixed sets are only completed, and the other levels have a lifecycle of their own.");
		}
		return Lifecycle.creating(new Creation.CreateAhead(1));
	}

	private static RelationName table(TableEntry entry) {
		Setting<String> written = entry.own("table", TableProperties::table);
		return (written != null)
				? written.map(RelationName::parse,
						"Write schema.table as the catalog spells it, with a part that holds a dot, a quote or white "
								+ "space in double quotes: '\"my.schema\".\"My Events\"'.")
				: RelationName.parse(entry.id());
	}

	private static void refuseLongNames(TablePartitionConfig config) {
		int suffix = config.scheme().levels().stream().mapToInt(TablePartitionConfigs::longestSuffix).sum();
		int bytes = config.table().nameBytes() + suffix;
		if (bytes > RelationName.MAX_BYTES) {
			throw new PartsmithConfigurationException(property(config.id()) + ".table", config.table(),
					"the names of its partitions need " + bytes + " bytes, " + config.table().nameBytes()
							+ " for the table and " + suffix + " for the window; PostgreSQL keeps "
							+ RelationName.MAX_BYTES + " and cuts the rest off",
					"Rename the table to at most " + (RelationName.MAX_BYTES - suffix)
							+ " bytes (ALTER TABLE ... RENAME TO ...), or choose windows with shorter names: a year "
							+ "needs 6 bytes, a month 9, a day 12, an hour 16.");
		}
	}

	private static int longestSuffix(Scheme level) {
		return (level instanceof Membership set) ? set.longestSuffix()
				: ((Progression) level).boundaries().longestSuffix();
	}

}
