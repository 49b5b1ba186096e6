package io.partsmith.autoconfigure;

import java.time.Clock;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

import io.partsmith.execution.Hooks;
import io.partsmith.execution.OperationObserver;
import io.partsmith.execution.PlanExecutor;
import io.partsmith.lifecycle.PartitionPredicate;
import io.partsmith.maintenance.MaintenanceGuard;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.maintenance.RunListener;
import io.partsmith.maintenance.RunObserver;
import io.partsmith.maintenance.StatisticsObserver;
import io.partsmith.maintenance.StatisticsRunner;
import io.partsmith.maintenance.TableDatabase;
import io.partsmith.maintenance.TableInspector;
import io.partsmith.maintenance.TableRunner;
import io.partsmith.plan.Planner;
import io.partsmith.postgres.Dialect;
import io.partsmith.postgres.DropCheck;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.LockManager;
import io.partsmith.postgres.ParentStatistics;
import io.partsmith.postgres.PartitionRepository;
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

	private final Map<DataSource, TableDatabase> wired = new IdentityHashMap<>();

	DatabaseWiring(ListableBeanFactory beans, PartsmithProperties properties, ManagedTables tables) {
		this.beans = beans;
		this.properties = properties;
		this.tables = tables;
	}

	/**
	 * What works on the data sources of tables that have one of their own.
	 * @param main the data source of all others
	 * @return by the ids of the tables
	 * @throws PartsmithConfigurationException if two entries configure one table of a
	 * data source
	 */
	Map<String, TableDatabase> named(DataSource main) {
		Map<String, TableDatabase> named = new HashMap<>();
		Map<String, DataSource> sources = new HashMap<>();
		this.tables.all().forEach((table) -> {
			DataSource source = this.tables.dataSource(table.id())
				.map((name) -> this.beans.getBean(name, DataSource.class))
				.orElse(main);
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
			if (source != main) {
				named.put(table.id(), this.wired.computeIfAbsent(source, this::wire));
			}
		});
		return named;
	}

	private TableDatabase wire(DataSource source) {
		PartsmithProperties.Execution execution = this.properties.execution();
		ExecutionSettings settings = this.beans.getBean(ExecutionSettings.class);
		MaintenanceJournal journal = this.beans.getBean(MaintenanceJournal.class);
		Clock clock = provider(Clock.class).getIfUnique(Clock::systemUTC);
		MaintenanceGuard guard = MaintenanceGuard.all(provider(MaintenanceGuard.class).orderedStream().toList());
		List<DropCheck> checks = provider(DropCheck.class).orderedStream().toList();
		PartitionRepository repository = new PostgresPartitionRepository(source, settings, (operation, connection) -> {
			for (DropCheck check : checks) {
				check.check(operation, connection);
			}
		}, Dialect.POSTGRESQL);
		TableInspector inspector = new TableInspector(
				new PostgresMetadataProvider(source, settings, Clock.systemUTC(), Dialect.POSTGRESQL),
				this.beans.getBeansOfType(PartitionPredicate.class), new Planner(execution.defaultRowsLimit()), journal,
				clock, execution.maxClockSkew().toDuration());
		LockManager locks = locks(source);
		PlanExecutor executor = new PlanExecutor(repository, this.beans.getBean(Hooks.class),
				provider(OperationObserver.class).getIfAvailable(() -> OperationObserver.NONE),
				execution.continueOnError());
		TableRunner runner = new TableRunner(inspector, locks, executor, journal,
				provider(RunObserver.class).getIfAvailable(() -> RunObserver.NONE),
				provider(RunListener.class).orderedStream().toList(), guard, this.properties.mode(), clock,
				execution.parallelism());
		Optional<ParentStatistics> statistics = Optional.ofNullable(provider(ParentStatistics.class).getIfAvailable())
			.map((enabled) -> new ParentStatistics(source, settings,
					PropertiesCheck.analyzeLimits(execution.analyze())));
		return new TableDatabase(inspector, runner, repository,
				new StatisticsRunner(statistics, journal, locks, guard, this.properties.mode(),
						provider(StatisticsObserver.class).getIfAvailable(() -> StatisticsObserver.NONE)));
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
