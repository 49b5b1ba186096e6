package io.partsmith.autoconfigure.metrics;

import io.micrometer.observation.ObservationRegistry;
import io.partsmith.autoconfigure.PartsmithAutoConfiguration;
import io.partsmith.execution.OperationObserver;
import io.partsmith.maintenance.RunObserver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of timers and spans of runs and operations. */
@AutoConfiguration(before = PartsmithAutoConfiguration.class)
@ConditionalOnClass(ObservationRegistry.class)
public final class PartsmithObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	OperationObserver partsmithOperationObserver(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<MaintenanceObservationConvention> convention) {
		return observer(registry, convention)::observe;
	}

	@Bean
	@ConditionalOnMissingBean
	RunObserver partsmithRunObserver(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<MaintenanceObservationConvention> convention) {
		return observer(registry, convention)::observe;
	}

	private static MaintenanceObserver observer(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<MaintenanceObservationConvention> convention) {
		return new MaintenanceObserver(registry.getIfUnique(() -> ObservationRegistry.NOOP), convention.getIfUnique());
	}

}
