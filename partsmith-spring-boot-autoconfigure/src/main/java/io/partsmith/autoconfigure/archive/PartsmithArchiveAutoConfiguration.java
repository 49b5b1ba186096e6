package io.partsmith.autoconfigure.archive;

import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import io.partsmith.archive.ArchiveHooks;
import io.partsmith.archive.ArchiveListener;
import io.partsmith.archive.ArchivePolicies;
import io.partsmith.archive.PartitionArchive;
import io.partsmith.archive.PartitionRestorer;
import io.partsmith.autoconfigure.PartsmithAutoConfiguration;
import io.partsmith.autoconfigure.PartsmithProperties;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.postgres.DetachedTables;
import org.postgresql.copy.CopyManager;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;

/** Auto-configuration of what archives partitions before they are dropped. */
@AutoConfiguration(after = PartsmithAutoConfiguration.class)
@ConditionalOnClass({ CopyManager.class, JsonMapper.class })
@ConditionalOnBean({ ArchivePolicies.class, DetachedTables.class, PartitionLifecycleService.class,
		PartsmithProperties.class })
public final class PartsmithArchiveAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PartitionArchive partitionArchive(DetachedTables tables, ResourceLoader loader,
			ObjectProvider<ArchiveListener> listener) {
		return new PartitionArchive(tables, loader, listener.getIfAvailable(() -> ArchiveListener.NONE));
	}

	@Bean(ArchiveHooks.BEAN_NAME)
	@ConditionalOnMissingBean
	ArchiveHooks partitionArchiveHooks(ArchivePolicies policies, PartitionArchive archive) {
		return new ArchiveHooks(policies, archive);
	}

	@Bean
	@ConditionalOnMissingBean
	PartitionRestorer partitionRestorer(PartitionLifecycleService service, ArchivePolicies policies,
			DetachedTables tables, ResourceLoader loader, ObjectProvider<ArchiveListener> listener,
			ObjectProvider<Clock> clock, PartsmithProperties properties) {
		return new PartitionRestorer(service, policies, tables, loader,
				listener.getIfAvailable(() -> ArchiveListener.NONE), clock.getIfUnique(Clock::systemUTC),
				properties.mode());
	}

	/** Where metrics are kept. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class MetricsConfiguration {

		@Bean
		@ConditionalOnMissingBean(ArchiveListener.class)
		ArchiveMetrics partitionArchiveMetrics(ObjectProvider<MeterRegistry> registry) {
			return new ArchiveMetrics(registry);
		}

	}

}
