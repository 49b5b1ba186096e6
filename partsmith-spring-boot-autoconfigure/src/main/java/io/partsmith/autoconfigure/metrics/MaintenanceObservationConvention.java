package io.partsmith.autoconfigure.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names the keys of an observed run or operation. Declare a bean to name others. */
public interface MaintenanceObservationConvention extends ObservationConvention<MaintenanceObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof MaintenanceObservationContext;
	}

}
