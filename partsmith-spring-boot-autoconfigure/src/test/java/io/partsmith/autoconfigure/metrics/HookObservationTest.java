package io.partsmith.autoconfigure.metrics;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.partsmith.execution.HookLimits;
import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls of hooks become a timer with the tags that are promised, and no others. */
@PostgresTest
class HookObservationTest {

	@Test
	void everyCallIsTimedUnderItsOutcome(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2024_01"));
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		CountDownLatch never = new CountDownLatch(1);
		Engine.on(db, "2024-03-15T00:00:00Z")
			.hooksObservedBy(new HookCallObserver(registry, null))
			.with(new PartitionLifecycleHooks() {

				@Override
				public boolean takesPartIn(HookPhase phase) {
					return phase != HookPhase.AFTER_DETACH;
				}

				@Override
				public void onEvent(PartitionEvent event) {
					switch (event.phase()) {
						case AFTER_CREATE -> throw new IllegalStateException("no broker");
						case BEFORE_DETACH -> hang(never);
						default -> {
						}
					}
				}

			}, new HookLimits(null, Duration.ofMillis(100)))
			.with(new PartitionLifecycleHooks() {

				@Override
				public void onEvent(PartitionEvent event) {
					if (event.phase() == HookPhase.BEFORE_DETACH) {
						throw new IllegalStateException("not reached");
					}
				}

			})
			.run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(meters.getMeters()
			.stream()
			.filter(Timer.class::isInstance)
			.map(HookObservationTest::tags)
			.collect(Collectors.toSet())).containsExactlyInAnyOrder("hook0 before_create done",
					"hook1 before_create done", "hook0 after_create failed", "hook1 after_create done",
					"hook0 before_detach timed_out");
	}

	private static String tags(Meter meter) {
		assertThat(meter.getId().getName()).isEqualTo("partsmith.hook");
		assertThat(meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toSet()))
			.isEqualTo(Set.of("hook", "phase", "outcome", "error"));
		return String.join(" ", meter.getId().getTag("hook"), meter.getId().getTag("phase"),
				meter.getId().getTag("outcome"));
	}

	private static void hang(CountDownLatch never) {
		try {
			never.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
