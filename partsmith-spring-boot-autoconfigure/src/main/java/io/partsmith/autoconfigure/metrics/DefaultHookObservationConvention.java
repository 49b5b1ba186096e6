package io.partsmith.autoconfigure.metrics;

import java.util.Locale;

import io.micrometer.common.KeyValues;

import io.partsmith.autoconfigure.metrics.HookObservation.HighCardinalityKeyNames;
import io.partsmith.autoconfigure.metrics.HookObservation.LowCardinalityKeyNames;

/** The keys as they are documented in {@link HookObservation}. */
final class DefaultHookObservationConvention implements HookObservationConvention {

	@Override
	public String getName() {
		return "partsmith.hook";
	}

	@Override
	public String getContextualName(HookObservationContext context) {
		return context.hook() + " " + phase(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(HookObservationContext context) {
		return KeyValues.of(LowCardinalityKeyNames.HOOK.withValue(context.hook()),
				LowCardinalityKeyNames.PHASE.withValue(phase(context)),
				LowCardinalityKeyNames.OUTCOME.withValue(context.outcome()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(HookObservationContext context) {
		return KeyValues.of(HighCardinalityKeyNames.TABLE.withValue(context.event().config().id()),
				HighCardinalityKeyNames.PARTITION.withValue(context.event().partition().qualifiedName()));
	}

	private static String phase(HookObservationContext context) {
		return context.event().phase().name().toLowerCase(Locale.ROOT);
	}

}
