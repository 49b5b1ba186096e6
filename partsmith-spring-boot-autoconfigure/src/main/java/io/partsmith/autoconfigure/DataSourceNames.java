package io.partsmith.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/** Reads which tables have a data source of their own. */
final class DataSourceNames {

	private DataSourceNames() {
	}

	/**
	 * The bean names that are written.
	 * @param properties the configuration as it is written
	 * @param beans the beans it may name
	 * @return the key with its value, by the ids of the tables that have one
	 * @throws PartsmithConfigurationException if no DataSource bean has such a name
	 */
	static Map<String, Setting<String>> read(PartsmithProperties properties, NamedBeans beans) {
		Map<String, Setting<String>> names = new LinkedHashMap<>();
		properties.tables().forEach((id, own) -> {
			Setting<String> name = of(id, own, properties.defaults());
			if (name != null) {
				beans.refuseUnknown(name, DataSource.class);
				names.put(id, name);
			}
		});
		return names;
	}

	private static @Nullable Setting<String> of(String id, TableProperties own, TableProperties defaults) {
		return (own.dataSource() != null)
				? Setting.of(TablePartitionConfigs.property(id) + ".data-source", own.dataSource())
				: Setting.of(TableEntry.DEFAULTS + ".data-source", defaults.dataSource());
	}

}
