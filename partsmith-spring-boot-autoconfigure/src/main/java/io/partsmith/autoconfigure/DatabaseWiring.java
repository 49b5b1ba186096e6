package io.partsmith.autoconfigure;

import java.time.Clock;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

import javax.sql.DataSource;

import io.partsmith.maintenance.ManagedTables;
import io.partsmith.maintenance.TableDatabase;
import io.partsmith.postgres.Dialect;
import io.partsmith.postgres.DropCheck;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.LockManager;
import io.partsmith.postgres.ParentStatistics;
import io.partsmith.postgres.PostgresLockManager;
import io.partsmith.postgres.PostgresMetadataProvider;
import io.partsmith.postgres.PostgresPartitionRepository;
import io.partsmith.postgres.RunRoom;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Wires what works on a data source that the entry of a table names. Hooks, observers,
 * listeners, guards and checks are those of all tables, and so is a lock manager that the
 * application declares; what speaks SQL is of its own.
 */
final class DatabaseWiring {

	private final ListableBeanFactory beans;

	private final PartsmithProperties properties;

	private final ManagedTables tables;

	private final TableDatabase main;

	private final Map<DataSource, TableDatabase> wired = new IdentityHashMap<>();

	DatabaseWiring(ListableBeanFactory beans, PartsmithProperties properties, ManagedTables tables,
			TableDatabase main) {
		this.beans = beans;
		this.properties = properties;
		this.tables = tables;
		this.main = main;
	}

	/**
	 * What works on the data sources of tables that have one of their own.
	 * @param mainSource the data source of all others
	 * @return by the ids of the tables
	 * @throws PartsmithConfigurationException if two entries configure one table of a
	 * data source
	 */
	Map<String, TableDatabase> named(DataSource mainSource) {
		Map<String, TableDatabase> named = new HashMap<>();
		Map<String, DataSource> sources = new HashMap<>();
		this.tables.all().forEach((table) -> {
			DataSource source = this.tables.dataSource(table.id())
				.map((name) -> this.beans.getBean(name, DataSource.class))
				.orElse(mainSource);
			String other = this.tables.all()
				.stream()
				.filter((before) -> before.table().equals(table.table()) && sources.get(before.id()) == source)
				.map((before) -> before.id())
				.findFirst()
				.orElse(null);
			if (other != null) {
				throw new PartsmithConfigurationException(TablePartitionConfigs.property(table.id()) + ".table",
						table.table(),
						TablePartitionConfigs.property(other) + " configures the same table of the same data source",
						"Merge the two entries into one.");
			}
			sources.put(table.id(), source);
			if (source != mainSource) {
				named.put(table.id(), this.wired.computeIfAbsent(source, this::wire));
			}
		});
		return named;
	}

	private TableDatabase wire(DataSource source) {
		ExecutionSettings settings = this.beans.getBean(ExecutionSettings.class);
		DropCheck check = DropCheck.all(provider(DropCheck.class).orderedStream().toList());
		Dialect dialect = provider(Dialect.class).getIfAvailable(() -> Dialect.POSTGRESQL).elsewhere();
		return this.main.on(new PostgresMetadataProvider(source, settings, Clock.systemUTC(), dialect),
				new PostgresPartitionRepository(source, settings, check, dialect), locks(source),
				() -> new ParentStatistics(source, settings,
						PropertiesCheck.analyzeLimits(this.properties.execution().analyze())));
	}

	/** Locks of PostgreSQL's own are held where the table is. */
	private LockManager locks(DataSource source) {
		LockManager locks = this.beans.getBean(LockManager.class);
		return (locks instanceof PostgresLockManager)
				? new PostgresLockManager(source,
						provider(PoolRooms.class).getIfAvailable(() -> (pool) -> RunRoom.unlimited()).in(source))
				: locks;
	}

	private <T> ObjectProvider<T> provider(Class<T> type) {
		return this.beans.getBeanProvider(type);
	}

}
