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
			Setting<String> name = of(properties, id);
			if (name != null) {
				beans.refuseUnknown(name, DataSource.class);
				names.put(id, name);
			}
		});
		return names;
	}

	/**
	 * The bean name of a table's data source.
	 * @param properties the configuration as it is written
	 * @param id the table's id
	 * @return the key with its value; {@code null} if it is that of all tables
	 */
	static @Nullable Setting<String> of(PartsmithProperties properties, String id) {
		TableProperties table = properties.tables().get(id);
		Setting<String> own = (table != null)
				? Setting.of(TablePartitionConfigs.property(id) + ".data-source", table.dataSource()) : null;
		return (own != null) ? own
				: Setting.of(TableEntry.DEFAULTS + ".data-source", properties.defaults().dataSource());
	}

}
