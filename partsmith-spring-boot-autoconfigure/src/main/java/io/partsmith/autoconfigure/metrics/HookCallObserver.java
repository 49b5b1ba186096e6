package io.partsmith.autoconfigure.metrics;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.partsmith.execution.HookObserver;
import io.partsmith.execution.HookResult;
import io.partsmith.hook.PartitionEvent;
import org.jspecify.annotations.Nullable;

/** Turns calls of hooks into observations. */
final class HookCallObserver implements HookObserver {

	private static final HookObservationConvention DEFAULT = new DefaultHookObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable HookObservationConvention convention;

	HookCallObserver(ObservationRegistry registry, @Nullable HookObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public void observe(String hook, PartitionEvent event, Supplier<HookResult> call) {
		HookObservationContext context = new HookObservationContext(hook, event);
		Observation observation = HookObservation.HOOK.observation(this.convention, DEFAULT, () -> context,
				this.registry);
		observation.observe(() -> {
			HookResult result = call.get();
			context.ended(result.outcome());
			if (result.failure() != null) {
				observation.error(result.failure());
			}
		});
	}

}
