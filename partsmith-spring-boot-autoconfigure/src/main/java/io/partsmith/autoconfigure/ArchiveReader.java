package io.partsmith.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.partsmith.archive.ArchiveCompression;
import io.partsmith.archive.ArchiveFormat;
import io.partsmith.archive.ArchiveHooks;
import io.partsmith.archive.ArchiveMoment;
import io.partsmith.archive.ArchivePolicies;
import io.partsmith.archive.ArchivePolicy;
import io.partsmith.table.TablePartitionConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Reads how tables are archived. A table that is to be archived and could not be is
 * refused: nobody may find out by a drop.
 */
final class ArchiveReader {

	private static final String ALL = "partsmith.archive";

	private static final List<String> PARQUET = List.of("org.apache.parquet.hadoop.ParquetFileReader",
			"org.apache.hadoop.conf.Configuration", "org.apache.hadoop.mapreduce.lib.input.FileInputFormat");

	private final PartsmithProperties properties;

	ArchiveReader(PartsmithProperties properties) {
		this.properties = properties;
	}

	ArchivePolicies read(Iterable<TablePartitionConfig> tables) {
		Map<String, ArchivePolicy> policies = new LinkedHashMap<>();
		for (TablePartitionConfig table : tables) {
			Entry entry = new Entry(TablePartitionConfigs.property(table.id()) + ".archive", own(table.id()));
			Setting<String> location = entry.either("location", ArchiveProperties::location);
			Setting<Boolean> enabled = entry.either("enabled", ArchiveProperties::enabled);
			if ((enabled != null) ? enabled.value() : location != null) {
				policies.put(table.id(), policy(entry, enabled, location));
				refuseElsewhere(table);
				refuseWithoutHook(table);
			}
		}
		return new ArchivePolicies(policies);
	}

	private @Nullable ArchiveProperties own(String id) {
		TableProperties own = this.properties.tables().get(id);
		return (own != null) ? own.archive() : null;
	}

	private static ArchivePolicy policy(Entry entry, @Nullable Setting<Boolean> enabled,
			@Nullable Setting<String> location) {
		if (location == null) {
			throw ((enabled != null) ? enabled : new Setting<>(ALL, true)).refused("nobody says where to",
					"Write partsmith.archive.location, for example file:/var/lib/archive.");
		}
		Setting<ArchiveFormat> format = entry.either("format", ArchiveProperties::format);
		Setting<ArchiveCompression> compression = entry.either("compression", ArchiveProperties::compression);
		Setting<ArchiveMoment> when = entry.either("when", ArchiveProperties::when);
		require(location, "tools.jackson.databind.json.JsonMapper", "tools.jackson.core:jackson-databind");
		require(location, "org.postgresql.copy.CopyManager", "org.postgresql:postgresql");
		if (compression != null && compression.value() == ArchiveCompression.ZSTD) {
			require(compression, "com.github.luben.zstd.ZstdOutputStream", "com.github.luben:zstd-jni");
		}
		if (format != null && format.value() == ArchiveFormat.PARQUET) {
			// Parquet cannot do without some of Hadoop's types.
			for (String type : PARQUET) {
				require(format, type, "com.jerolba:carpet-record:0.5.0, which brings Apache Parquet with the little of"
						+ " Hadoop that it needs");
			}
		}
		return location.map(
				(text) -> new ArchivePolicy(text, (format != null) ? format.value() : ArchiveFormat.CSV,
						(compression != null) ? compression.value() : ArchiveCompression.GZIP,
						(when != null) ? when.value() : ArchiveMoment.BEFORE_DROP),
				"Write a directory, for example file:/var/lib/archive.");
	}

	private static void require(Setting<?> setting, String type, String artifact) {
		if (!ClassUtils.isPresent(type, null)) {
			throw setting.refused("this needs a library that is not on the class path",
					"Add the dependency " + artifact + ".");
		}
	}

	/** An archive is read and written where most tables are. */
	private void refuseElsewhere(TablePartitionConfig table) {
		Setting<String> elsewhere = DataSourceNames.of(this.properties, table.id());
		if (elsewhere != null) {
			throw elsewhere.refused("the table is to be archived, which works on the data source of all tables only",
					"Write archive: { enabled: false } for the table, or make its data source that of all tables with"
							+ " @PartsmithDataSource.");
		}
	}

	/** Whoever names hooks would silently leave this one out. */
	private void refuseWithoutHook(TablePartitionConfig table) {
		if (table.hooks() != null && !table.hooks().contains(ArchiveHooks.BEAN_NAME)) {
			throw new Setting<>(HookBeans.property(table.id(), this.properties), table.hooks()).refused(
					"the table is to be archived, but " + ArchiveHooks.BEAN_NAME
							+ ", which does that, is not among its hooks",
					"Add " + ArchiveHooks.BEAN_NAME + " to them, or write archive: { enabled: false } for the table.");
		}
	}

	/** The keys of one table with those of all behind them. */
	private final class Entry {

		private final String property;

		private final @Nullable ArchiveProperties own;

		Entry(String property, @Nullable ArchiveProperties own) {
			this.property = property;
			this.own = own;
		}

		<T> @Nullable Setting<T> either(String key, Function<ArchiveProperties, @Nullable T> reader) {
			Setting<T> mine = setting(this.property, key, this.own, reader);
			return (mine != null) ? mine : setting(ALL, key, ArchiveReader.this.properties.archive(), reader);
		}

		private static <T> @Nullable Setting<T> setting(String block, String key, @Nullable ArchiveProperties written,
				Function<ArchiveProperties, @Nullable T> reader) {
			return (written != null) ? Setting.of(block + "." + key, reader.apply(written)) : null;
		}

	}

}
