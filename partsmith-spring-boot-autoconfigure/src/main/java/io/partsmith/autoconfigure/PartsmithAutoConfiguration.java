package io.partsmith.autoconfigure;

import java.time.Clock;
import java.util.List;

import javax.sql.DataSource;

import io.partsmith.execution.NamedHooks;
import io.partsmith.execution.OperationObserver;
import io.partsmith.execution.PlanExecutor;
import io.partsmith.lifecycle.PartitionPredicate;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.maintenance.PartitionMaintainer;
import io.partsmith.maintenance.RunObserver;
import io.partsmith.maintenance.TableInspector;
import io.partsmith.maintenance.TableRunner;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.LockManager;
import io.partsmith.postgres.PartitionMetadataProvider;
import io.partsmith.postgres.PartitionRepository;
import io.partsmith.postgres.PostgresLockManager;
import io.partsmith.postgres.PostgresMetadataProvider;
import io.partsmith.postgres.PostgresPartitionRepository;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
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
		PropertiesCheck.check(properties);
		TruthValueCheck.check(new PropertyOrigins(environment));
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
		return new ManagedTables(TablePartitionConfigs.from(properties, new NamedBeans(beans)));
	}

	@Bean
	@ConditionalOnMissingBean
	ExecutionSettings partitionExecutionSettings(PartsmithProperties properties) {
		PartsmithProperties.Execution execution = properties.execution();
		return new ExecutionSettings(execution.lockTimeout().toDuration(), execution.lockAttempts(),
				execution.statementTimeout().toDuration(), execution.timeZone(), properties.markerPrefix());
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

	@Bean
	@ConditionalOnMissingBean(PartitionMetadataProvider.class)
	PostgresMetadataProvider partitionMetadataProvider(MaintenanceDataSource dataSource, ExecutionSettings settings) {
		return new PostgresMetadataProvider(dataSource.dataSource(), settings);
	}

	@Bean
	@ConditionalOnMissingBean(PartitionRepository.class)
	PostgresPartitionRepository partitionRepository(MaintenanceDataSource dataSource, ExecutionSettings settings) {
		return new PostgresPartitionRepository(dataSource.dataSource(), settings);
	}

	@Bean
	@ConditionalOnMissingBean(LockManager.class)
	PostgresLockManager partitionLockManager(MaintenanceDataSource dataSource) {
		return new PostgresLockManager(dataSource.dataSource());
	}

	@Bean
	@ConditionalOnMissingBean
	MaintenanceJournal maintenanceJournal() {
		return new MaintenanceJournal();
	}

	@Bean
	@ConditionalOnMissingBean
	PlanExecutor planExecutor(PartitionRepository repository, ListableBeanFactory beans, ManagedTables tables,
			ObjectProvider<OperationObserver> observer, PartsmithProperties properties) {
		List<NamedHooks> hooks = HookBeans.of(beans);
		HookBeans.refuseUnknown(tables.all(), properties, hooks);
		return new PlanExecutor(repository, hooks, observer.getIfAvailable(() -> OperationObserver.NONE),
				properties.execution().continueOnError());
	}

	@Bean
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	TableInspector tableInspector(PartitionMetadataProvider metadata, MaintenanceJournal journal,
			ListableBeanFactory beans, ObjectProvider<Clock> clock) {
		return new TableInspector(metadata, beans.getBeansOfType(PartitionPredicate.class), journal,
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	TableRunner tableRunner(TableInspector inspector, LockManager locks, PlanExecutor executor,
			MaintenanceJournal journal, ObjectProvider<RunObserver> observer, PartsmithProperties properties,
			ObjectProvider<Clock> clock) {
		return new TableRunner(inspector, locks, executor, journal, observer.getIfAvailable(() -> RunObserver.NONE),
				properties.mode(), clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	PartitionLifecycleService partitionLifecycleService(ManagedTables tables, TableInspector inspector,
			TableRunner runner, PartitionRepository repository, ObjectProvider<Clock> clock) {
		return new PartitionLifecycleService(tables, inspector, runner, repository,
				clock.getIfUnique(Clock::systemUTC));
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
