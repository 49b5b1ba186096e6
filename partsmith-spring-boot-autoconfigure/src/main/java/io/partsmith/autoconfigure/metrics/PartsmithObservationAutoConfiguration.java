package io.partsmith.autoconfigure.metrics;

import io.micrometer.observation.ObservationRegistry;
import io.partsmith.autoconfigure.PartsmithAutoConfiguration;
import io.partsmith.execution.HookObserver;
import io.partsmith.execution.OperationObserver;
import io.partsmith.maintenance.RunObserver;
import io.partsmith.maintenance.StatisticsObserver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of timers and spans of runs, operations and hooks. */
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

	@Bean
	@ConditionalOnMissingBean
	StatisticsObserver partsmithStatisticsObserver(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<MaintenanceObservationConvention> convention) {
		return observer(registry, convention)::observe;
	}

	@Bean
	@ConditionalOnMissingBean
	HookObserver partsmithHookObserver(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<HookObservationConvention> convention) {
		return new HookCallObserver(registry.getIfUnique(() -> ObservationRegistry.NOOP), convention.getIfUnique());
	}

	private static MaintenanceObserver observer(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<MaintenanceObservationConvention> convention) {
		return new MaintenanceObserver(registry.getIfUnique(() -> ObservationRegistry.NOOP), convention.getIfUnique());
	}

}
