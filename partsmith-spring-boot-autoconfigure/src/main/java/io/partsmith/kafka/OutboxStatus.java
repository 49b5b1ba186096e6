package io.partsmith.kafka;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What was last seen of the outbox.
 *
 * @param pending the events that are not sent yet
 * @param oldest when the oldest of them was put there, or {@code null} without any
 * @param failure why the last attempt to send them failed, or {@code null}
 * @param silent whether it failed because the broker did not answer
 */
public record OutboxStatus(long pending, @Nullable Instant oldest, @Nullable String failure, boolean silent) {

	/** Nothing waits. */
	public static final OutboxStatus EMPTY = new OutboxStatus(0, null, null, false);

}
