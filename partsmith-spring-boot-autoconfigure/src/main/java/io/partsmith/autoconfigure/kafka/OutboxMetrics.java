package io.partsmith.autoconfigure.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.partsmith.kafka.OutboxRelay;

/** Gauges over what was last seen of the outbox. Reading them asks nobody. */
final class OutboxMetrics implements MeterBinder {

	private final OutboxRelay relay;

	private final Clock clock;

	OutboxMetrics(OutboxRelay relay, Clock clock) {
		this.relay = relay;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("partsmith.outbox.pending", this.relay, (outbox) -> outbox.status().pending())
			.description("Events that are not sent to Kafka yet")
			.register(registry);
		TimeGauge.builder("partsmith.outbox.age", this, TimeUnit.SECONDS, OutboxMetrics::seconds)
			.description("How long the oldest event has waited for Kafka; 0 where none waits")
			.register(registry);
	}

	private static double seconds(OutboxMetrics metrics) {
		Instant oldest = metrics.relay.status().oldest();
		return (oldest != null) ? Math.max(0, Duration.between(oldest, metrics.clock.instant()).toMillis() / 1000.0)
				: 0;
	}

}
