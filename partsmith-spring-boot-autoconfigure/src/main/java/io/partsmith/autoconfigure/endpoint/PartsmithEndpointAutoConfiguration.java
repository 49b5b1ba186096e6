package io.partsmith.autoconfigure.endpoint;

import io.partsmith.archive.PartitionRestorer;
import io.partsmith.autoconfigure.PartsmithAutoConfiguration;
import io.partsmith.autoconfigure.PartsmithProperties;
import io.partsmith.autoconfigure.scheduling.MaintenanceSchedule;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.PartitionLifecycleService;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the {@code partitions} endpoint. */
@AutoConfiguration(after = PartsmithAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean({ PartitionLifecycleService.class, PartsmithProperties.class })
public final class PartsmithEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	PartitionsEndpoint partitionsEndpoint(PartitionLifecycleService service, MaintenanceJournal journal,
			ObjectProvider<MaintenanceSchedule> schedule, PartsmithProperties properties,
			ObjectProvider<PartitionRestorer> restorer) {
		PartitionRestorer restoring = restorer.getIfAvailable();
		return new PartitionsEndpoint(service, journal, schedule.getIfAvailable(() -> (id) -> null), properties.mode(),
				(restoring != null) ? new RestoreAction(service.tables(), restoring) : null);
	}

	@Bean
	@ConditionalOnBean(PartitionsEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(value = PartitionsEndpoint.class, exposure = EndpointExposure.WEB)
	PartitionsEndpointWebExtension partitionsEndpointWebExtension(PartitionsEndpoint endpoint) {
		return new PartitionsEndpointWebExtension(endpoint);
	}

	@Bean
	KnownArguments partitionsKnownArguments() {
		return new KnownArguments();
	}

}
