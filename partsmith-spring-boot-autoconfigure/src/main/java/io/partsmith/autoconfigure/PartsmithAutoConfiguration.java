package io.partsmith.autoconfigure;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.partsmith.execution.HookObserver;
import io.partsmith.execution.Hooks;
import io.partsmith.execution.NamedHooks;
import io.partsmith.execution.OperationObserver;
import io.partsmith.execution.PlanExecutor;
import io.partsmith.execution.TimedCalls;
import io.partsmith.lifecycle.PartitionPredicate;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.MaintenanceGuard;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.maintenance.PartitionMaintainer;
import io.partsmith.maintenance.RunObserver;
import io.partsmith.maintenance.StatisticsObserver;
import io.partsmith.maintenance.StatisticsRunner;
import io.partsmith.maintenance.TableDatabase;
import io.partsmith.maintenance.TableDatabases;
import io.partsmith.maintenance.TableInspector;
import io.partsmith.maintenance.TableRunner;
import io.partsmith.plan.Planner;
import io.partsmith.plan.Scope;
import io.partsmith.archive.ArchiveHooks;
import io.partsmith.archive.ArchivePolicies;
import io.partsmith.postgres.DetachedTables;
import io.partsmith.postgres.Dialect;
import io.partsmith.postgres.DropCheck;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.LockLimits;
import io.partsmith.postgres.LockManager;
import io.partsmith.postgres.ParentStatistics;
import io.partsmith.postgres.PartitionMetadataProvider;
import io.partsmith.postgres.PartitionRepository;
import io.partsmith.postgres.PostgresLockManager;
import io.partsmith.postgres.PostgresMetadataProvider;
import io.partsmith.postgres.PostgresPartitionRepository;
import io.partsmith.postgres.RunRoom;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Auto-configuration of the engine: the configured tables and the services that maintain
 * them. It runs nothing by itself.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
		"org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
		"org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration" })
@ConditionalOnClass(JdbcOperations.class)
@Conditional(OnUsableDataSource.class)
@ConditionalOnBooleanProperty(name = "partsmith.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PartsmithProperties.class)
public final class PartsmithAutoConfiguration {

	PartsmithAutoConfiguration(PartsmithProperties properties, Environment environment) {
		PropertyOrigins origins = new PropertyOrigins(environment);
		FractionCheck.check(origins);
		PropertiesCheck.check(properties);
		TruthValueCheck.check(origins);
		RewrittenNumberCheck.check(origins);
	}

	@Bean
	@ConfigurationPropertiesBinding
	static TimeAmountConverter partsmithTimeAmountConverter() {
		return new TimeAmountConverter();
	}

	@Bean
	@ConfigurationPropertiesBinding
	static DataAmountConverter partsmithDataAmountConverter() {
		return new DataAmountConverter();
	}

	@Bean
	@ConditionalOnMissingBean
	ManagedTables managedTables(PartsmithProperties properties, ListableBeanFactory beans) {
		NamedBeans named = new NamedBeans(beans);
		Map<String, Setting<String>> dataSources = DataSourceNames.read(properties, named);
		return new ManagedTables(TablePartitionConfigs.from(properties, named),
				dataSources.entrySet()
					.stream()
					.collect(Collectors.toMap(Map.Entry::getKey, (name) -> name.getValue().value())));
	}

	@Bean
	@ConditionalOnMissingBean
	ExecutionSettings partitionExecutionSettings(PartsmithProperties properties) {
		PartsmithProperties.Execution execution = properties.execution();
		LockLimits locks = new LockLimits(execution.lockTimeout().toDuration(), execution.lockAttempts(),
				execution.lockBudget().toDuration(), execution.maxInflicted().toDuration());
		return new ExecutionSettings(locks, execution.statementTimeout().toDuration(), execution.timeZone(),
				properties.markerPrefix());
	}

	/** Everything below works on the data source it gets from here. */
	@Bean
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	MaintenanceDataSource maintenanceDataSource(ObjectProvider<DataSource> dataSource,
			@PartsmithDataSource ObjectProvider<DataSource> partsmithDataSource, ListableBeanFactory beans) {
		DataSource chosen = partsmithDataSource.getIfAvailable(dataSource::getIfUnique);
		if (chosen == null) {
			throw new AmbiguousDataSourceException(List.of(beans.getBeanNamesForType(DataSource.class)));
		}
		return new MaintenanceDataSource(chosen);
	}

	/**
	 * The machine's own clock is held against the database's: a Clock bean that tells
	 * another time, as in a test, does so on purpose.
	 */
	@Bean
	@ConditionalOnMissingBean(PartitionMetadataProvider.class)
	PostgresMetadataProvider partitionMetadataProvider(MaintenanceDataSource dataSource, ExecutionSettings settings,
			ObjectProvider<Dialect> dialect) {
		return new PostgresMetadataProvider(dataSource.dataSource(), settings, Clock.systemUTC(),
				dialect.getIfAvailable(() -> Dialect.POSTGRESQL));
	}

	@Bean
	@ConditionalOnMissingBean(PartitionRepository.class)
	PostgresPartitionRepository partitionRepository(MaintenanceDataSource dataSource, ExecutionSettings settings,
			ObjectProvider<DropCheck> dropChecks, ObjectProvider<Dialect> dialect) {
		return new PostgresPartitionRepository(dataSource.dataSource(), settings,
				DropCheck.all(dropChecks.orderedStream().toList()), dialect.getIfAvailable(() -> Dialect.POSTGRESQL));
	}

	@Bean
	@ConditionalOnMissingBean
	DetachedTables detachedTables(MaintenanceDataSource dataSource, ExecutionSettings settings,
			ObjectProvider<Dialect> dialect) {
		return new DetachedTables(dataSource.dataSource(), settings, dialect.getIfAvailable(() -> Dialect.POSTGRESQL));
	}

	@Bean
	@ConditionalOnMissingBean
	ArchivePolicies partitionArchivePolicies(ManagedTables tables, PartsmithProperties properties) {
		return new ArchiveReader(properties).read(tables.all());
	}

	@Bean
	@ConditionalOnMissingBean
	ArchiveCheck partitionArchiveCheck(ArchivePolicies policies, ObjectProvider<ArchiveHooks> hooks,
			ResourceLoader loader) {
		return new ArchiveCheck(policies, hooks, loader);
	}

	@Bean
	@ConditionalOnMissingBean(LockManager.class)
	PostgresLockManager partitionLockManager(MaintenanceDataSource dataSource, ObjectProvider<RunRoom> room) {
		return new PostgresLockManager(dataSource.dataSource(), room.getIfAvailable(RunRoom::unlimited));
	}

	@Bean
	@ConditionalOnMissingBean
	MaintenanceJournal maintenanceJournal() {
		return new MaintenanceJournal();
	}

	@Bean
	@ConditionalOnMissingBean
	Hooks partitionHooks(ListableBeanFactory beans, ManagedTables tables, ObjectProvider<HookObserver> observer,
			ObjectProvider<TaskDecorator> decorators, PartsmithProperties properties) {
		List<NamedHooks> hooks = HookBeans.of(beans, properties.hooks());
		HookBeans.refuseUnknown(tables.all(), properties, hooks);
		return new Hooks(hooks, observer.getIfAvailable(() -> HookObserver.NONE), hookThreads(decorators));
	}

	/**
	 * A thread for each call, as any may never come back. No bean: it is not for others.
	 */
	private static Executor hookThreads(ObjectProvider<TaskDecorator> decorators) {
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("partsmith-hook-");
		threads.setDaemon(true);
		threads.setTaskDecorator(new CompositeTaskDecorator(decorators.orderedStream().toList()));
		return threads;
	}

	@Bean
	@ConditionalOnMissingBean
	PlanExecutor planExecutor(PartitionRepository repository, Hooks hooks, ObjectProvider<OperationObserver> observer,
			PartsmithProperties properties) {
		return new PlanExecutor(repository, hooks, observer.getIfAvailable(() -> OperationObserver.NONE),
				properties.execution().continueOnError());
	}

	@Bean
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	TableInspector tableInspector(PartitionMetadataProvider metadata, MaintenanceJournal journal,
			ListableBeanFactory beans, ObjectProvider<Clock> clock, PartsmithProperties properties) {
		PartsmithProperties.Execution execution = properties.execution();
		return new TableInspector(metadata, beans.getBeansOfType(PartitionPredicate.class),
				new Planner(execution.defaultRowsLimit()), journal, clock.getIfUnique(Clock::systemUTC),
				execution.maxClockSkew().toDuration());
	}

	@Bean
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	TableRunner tableRunner(TableInspector inspector, LockManager locks, PlanExecutor executor,
			MaintenanceJournal journal, ObjectProvider<RunObserver> observer, ListableBeanFactory beans,
			ObjectProvider<TaskDecorator> decorators, ObjectProvider<MaintenanceGuard> guards,
			PartsmithProperties properties, ObjectProvider<Clock> clock) {
		return new TableRunner(inspector, locks, executor, journal, observer.getIfAvailable(() -> RunObserver.NONE),
				RunListenerBeans.of(beans, properties.hooks(), new TimedCalls(hookThreads(decorators))),
				MaintenanceGuard.all(guards.orderedStream().toList()), properties.mode(),
				clock.getIfUnique(Clock::systemUTC), properties.execution().parallelism());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "partsmith.execution.analyze.enabled", matchIfMissing = true)
	ParentStatistics partitionParentStatistics(MaintenanceDataSource dataSource, ExecutionSettings settings,
			PartsmithProperties properties) {
		return new ParentStatistics(dataSource.dataSource(), settings,
				PropertiesCheck.analyzeLimits(properties.execution().analyze()));
	}

	@Bean
	@ConditionalOnMissingBean
	StatisticsRunner partitionStatisticsRunner(ObjectProvider<ParentStatistics> statistics, MaintenanceJournal journal,
			LockManager locks, ObjectProvider<MaintenanceGuard> guards, PartsmithProperties properties,
			ObjectProvider<StatisticsObserver> observer) {
		return new StatisticsRunner(Optional.ofNullable(statistics.getIfAvailable()), journal, locks,
				MaintenanceGuard.all(guards.orderedStream().toList()), properties.mode(),
				observer.getIfAvailable(() -> StatisticsObserver.NONE));
	}

	/** What is above works on the one data source, and tables may name others. */
	@Bean
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	TableDatabases tableDatabases(ManagedTables tables, MaintenanceDataSource dataSource, TableInspector inspector,
			TableRunner runner, PartitionRepository repository, StatisticsRunner statistics, ListableBeanFactory beans,
			PartsmithProperties properties) {
		TableDatabase main = new TableDatabase(inspector, runner, repository, statistics);
		return new TableDatabases(main,
				new DatabaseWiring(beans, properties, tables, main).named(dataSource.dataSource()));
	}

	@Bean
	@ConditionalOnMissingBean
	PartitionLifecycleService partitionLifecycleService(ManagedTables tables, TableDatabases databases,
			ObjectProvider<Clock> clock) {
		return new PartitionLifecycleService(tables, databases, clock.getIfUnique(Clock::systemUTC));
	}

	/** Where Spring Boot knows the pool. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DataSourcePoolMetadataProvider.class)
	static class PoolConfiguration {

		/** Nothing is refused where nothing would ever be run. */
		@Bean
		@ConditionalOnMissingBean
		PoolRooms partitionPoolRooms(ObjectProvider<DataSourcePoolMetadataProvider> providers, ManagedTables tables,
				PartsmithProperties properties) {
			boolean running = !tables.all().isEmpty() && properties.mode().allows(Scope.CREATE) != null;
			return (pool) -> running ? new PoolSize(providers.orderedStream().toList()).roomIn(pool,
					properties.execution().parallelism()) : RunRoom.unlimited();
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		RunRoom partitionRunRoom(MaintenanceDataSource dataSource, PoolRooms rooms) {
			return rooms.in(dataSource.dataSource());
		}

	}

	@Bean
	@ConditionalOnMissingBean
	PartitionMaintainer partitionMaintainer(PartitionLifecycleService service) {
		return new PartitionMaintainer(service);
	}

	@Bean
	@ConditionalOnMissingBean
	StartupCheck partitionStartupCheck(PartitionLifecycleService service, PartsmithProperties properties) {
		return new StartupCheck(service, properties.startupCheck());
	}

}
