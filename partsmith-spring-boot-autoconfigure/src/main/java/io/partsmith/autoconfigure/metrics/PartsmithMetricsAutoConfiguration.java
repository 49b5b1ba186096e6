package io.partsmith.autoconfigure.metrics;

import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import io.partsmith.autoconfigure.PartsmithAutoConfiguration;
import io.partsmith.autoconfigure.PartsmithProperties;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.PartitionLifecycleService;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the gauges of the managed tables. */
@AutoConfiguration(after = PartsmithAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ PartitionLifecycleService.class, PartsmithProperties.class, MeterRegistry.class })
public final class PartsmithMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "partsmithMetrics")
	PartsmithMetrics partsmithMetrics(PartitionLifecycleService service, MaintenanceJournal journal,
			PartsmithProperties properties, ObjectProvider<Clock> clock, SizeWatch sizes) {
		return new PartsmithMetrics(service.tables(), journal, properties.mode(), clock.getIfUnique(Clock::systemUTC),
				sizes);
	}

	@Bean
	@ConditionalOnMissingBean
	SizeWatch partsmithSizeWatch(PartitionLifecycleService service, PartsmithProperties properties) {
		return new SizeWatch(service, properties.metrics().sizeRefresh().toDuration());
	}

}
