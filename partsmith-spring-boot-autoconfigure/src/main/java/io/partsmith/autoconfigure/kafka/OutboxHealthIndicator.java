package io.partsmith.autoconfigure.kafka;

import io.partsmith.kafka.OutboxRelay;
import io.partsmith.kafka.OutboxStatus;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * What was last seen of the outbox. Always up: an application must not lose its traffic
 * because events are late.
 */
final class OutboxHealthIndicator implements HealthIndicator {

	private final OutboxRelay relay;

	OutboxHealthIndicator(OutboxRelay relay) {
		this.relay = relay;
	}

	@Override
	public Health health() {
		OutboxStatus status = this.relay.status();
		Health.Builder health = Health.up().withDetail("pending", status.pending());
		if (status.oldest() != null) {
			health.withDetail("oldest", status.oldest().toString());
		}
		if (status.failure() != null) {
			health.withDetail("warning", status.failure());
		}
		return health.build();
	}

}
