package io.partsmith.autoconfigure.health;

import java.time.Clock;

import io.partsmith.autoconfigure.PartsmithAutoConfiguration;
import io.partsmith.autoconfigure.PartsmithProperties;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.PartitionLifecycleService;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the health of the managed tables. */
@AutoConfiguration(after = PartsmithAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ PartitionLifecycleService.class, PartsmithProperties.class })
public final class PartsmithHealthAutoConfiguration {

	@Bean
	@ConditionalOnEnabledHealthIndicator("partitions")
	@ConditionalOnMissingBean(name = "partitionsHealthContributor")
	PartitionsHealthContributor partitionsHealthContributor(PartitionLifecycleService service,
			MaintenanceJournal journal, PartsmithProperties properties, ObjectProvider<Clock> clock) {
		RunwayThresholds thresholds = new RunwayThresholds(properties.health().runwayWarning(),
				properties.health().runwayCritical());
		Clock time = clock.getIfUnique(Clock::systemUTC);
		return new PartitionsHealthContributor(service.tables(),
				(config) -> new TableHealthIndicator(config, journal, thresholds, properties.mode(), time));
	}

}
