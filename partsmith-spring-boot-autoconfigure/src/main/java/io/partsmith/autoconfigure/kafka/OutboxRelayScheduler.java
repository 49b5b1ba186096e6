package io.partsmith.autoconfigure.kafka;

import java.time.Duration;
import java.time.Instant;

import io.partsmith.kafka.OutboxRelay;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Empties the outbox again and again, on a thread of our own: the application's
 * scheduling stays as it is. Starts last and stops first.
 */
final class OutboxRelayScheduler implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(OutboxRelayScheduler.class);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final OutboxRelay relay;

	private final Duration interval;

	private @Nullable ThreadPoolTaskScheduler thread;

	private boolean failing;

	OutboxRelayScheduler(OutboxRelay relay, Duration interval) {
		this.relay = relay;
		this.interval = interval;
	}

	@Override
	public synchronized void start() {
		ThreadPoolTaskScheduler started = new ThreadPoolTaskScheduler();
		started.setPoolSize(1);
		started.setThreadNamePrefix("partsmith-outbox-");
		started.setWaitForTasksToCompleteOnShutdown(true);
		started.setAwaitTerminationSeconds((int) PATIENCE.toSeconds());
		started.initialize();
		// Also before the first interval: what another process left behind is old enough.
		started.scheduleWithFixedDelay(this::relay, Instant.now(), this.interval);
		this.thread = started;
	}

	/** A failure of the database is said once, until it answers again. */
	private void relay() {
		try {
			this.relay.relay();
			this.failing = false;
		}
		catch (RuntimeException ex) {
			if (!this.failing) {
				log.warn("The outbox cannot be read; what waits there is sent later", ex);
			}
			this.failing = true;
		}
	}

	@Override
	public synchronized void stop() {
		if (this.thread != null) {
			this.thread.shutdown();
			this.thread = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

}
