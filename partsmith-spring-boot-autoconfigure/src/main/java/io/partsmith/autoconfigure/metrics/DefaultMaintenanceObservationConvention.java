package io.partsmith.autoconfigure.metrics;

import io.micrometer.common.KeyValues;

import io.partsmith.autoconfigure.metrics.MaintenanceObservation.HighCardinalityKeyNames;
import io.partsmith.autoconfigure.metrics.MaintenanceObservation.LowCardinalityKeyNames;

/** The keys as they are documented in {@link MaintenanceObservation}. */
final class DefaultMaintenanceObservationConvention implements MaintenanceObservationConvention {

	@Override
	public String getName() {
		return "partsmith.maintenance";
	}

	@Override
	public String getContextualName(MaintenanceObservationContext context) {
		return context.operation() + " " + context.table();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(MaintenanceObservationContext context) {
		return KeyValues.of(LowCardinalityKeyNames.TABLE.withValue(context.table()),
				LowCardinalityKeyNames.OPERATION.withValue(context.operation()),
				LowCardinalityKeyNames.OUTCOME.withValue(context.outcome()),
				LowCardinalityKeyNames.REASON.withValue(context.reason()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(MaintenanceObservationContext context) {
		String partition = context.partition();
		return (partition != null) ? KeyValues.of(HighCardinalityKeyNames.PARTITION.withValue(partition))
				: KeyValues.empty();
	}

}
