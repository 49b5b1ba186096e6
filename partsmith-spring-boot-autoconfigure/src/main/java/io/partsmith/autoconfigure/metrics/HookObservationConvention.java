package io.partsmith.autoconfigure.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names the keys of an observed call of a hook. Declare a bean to name others. */
public interface HookObservationConvention extends ObservationConvention<HookObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof HookObservationContext;
	}

}
