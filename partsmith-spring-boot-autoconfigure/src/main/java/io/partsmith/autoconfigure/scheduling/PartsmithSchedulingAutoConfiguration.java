package io.partsmith.autoconfigure.scheduling;

import javax.sql.DataSource;

import io.partsmith.autoconfigure.MaintenanceDataSource;
import io.partsmith.autoconfigure.PartsmithAutoConfiguration;
import io.partsmith.autoconfigure.StartupCheck;
import io.partsmith.autoconfigure.PartsmithProperties;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.maintenance.PartitionMaintainer;
import io.partsmith.maintenance.TableDatabases;
import io.partsmith.postgres.DatabaseIdentity;
import io.partsmith.postgres.ShedLockTable;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Runs maintenance before traffic and on schedule. Switches nothing on for the
 * application: neither {@code @EnableScheduling} nor {@code @EnableSchedulerLock}.
 */
@AutoConfiguration(after = PartsmithAutoConfiguration.class)
@ConditionalOnBean(PartitionMaintainer.class)
public final class PartsmithSchedulingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	StartupRun partsmithStartupRun(StartupCheck check, PartitionMaintainer maintainer, ManagedTables tables,
			MaintenanceJournal journal, PartsmithProperties properties) {
		return new StartupRun(check, maintainer, tables, journal, properties);
	}

	@Bean
	@ConditionalOnMissingBean(MaintenanceSchedule.class)
	MaintenanceScheduler partsmithMaintenanceScheduler(ManagedTables tables, PartitionMaintainer maintainer,
			PartitionLifecycleService service, TableDatabases databases, ObjectProvider<LaneLock> lock,
			ObjectProvider<AfterLook> after, PartsmithProperties properties) {
		PartitionMaintenanceJob job = new PartitionMaintenanceJob(maintainer, lock.getIfAvailable(() -> LaneLock.NONE),
				properties.schedule());
		return new MaintenanceScheduler(tables, job, new InspectionWatch(service, after.orderedStream().toList()),
				databases, properties);
	}

	/** Lazy initialization must not keep partitions from being made. */
	@Bean
	static LazyInitializationExcludeFilter partsmithEagerBeans() {
		return LazyInitializationExcludeFilter.forBeanTypes(StartupRun.class, MaintenanceScheduler.class);
	}

	/** ShedLock, with the application's provider or one of our own. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ LockProvider.class, JdbcTemplateLockProvider.class })
	static class ShedLockConfiguration {

		@Bean
		@ConditionalOnMissingBean(LaneLock.class)
		ShedLockLaneLock partsmithLaneLock(ObjectProvider<LockProvider> providers, MaintenanceDataSource maintained,
				ManagedTables tables, PartsmithProperties properties) {
			LockProvider own = providers.getIfUnique();
			DataSource dataSource = maintained.dataSource();
			String policies = tables.all().toString();
			if (own != null) {
				// Its store may serve several databases with the same policies.
				return new ShedLockLaneLock(() -> own, () -> prefix(DatabaseIdentity.of(dataSource) + policies));
			}
			PartsmithProperties.Storage storage = properties.storage();
			ShedLockTable table = new ShedLockTable(dataSource, storage.schema(), storage.initialize());
			LockProvider ours = new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
				.withJdbcTemplate(new JdbcTemplate(dataSource))
				.withTableName(table.name().toString())
				.usingDbTime()
				.build());
			return new ShedLockLaneLock(() -> ready(table, ours), () -> prefix(policies));
		}

		private static String prefix(String identity) {
			return "partsmith-" + Integer.toHexString(identity.hashCode()) + "-";
		}

		private static @Nullable LockProvider ready(ShedLockTable table, LockProvider ours) {
			return table.isReady() ? ours : null;
		}

	}

}
