package io.partsmith.autoconfigure.mpp;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/** Looks at Patroni as long as the application runs, on a thread of its own. */
final class PatroniPolling implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(PatroniPolling.class);

	private final Runnable look;

	private final Duration interval;

	private @Nullable ScheduledExecutorService thread;

	PatroniPolling(Runnable look, Duration interval) {
		this.look = look;
		this.interval = interval;
	}

	@Override
	public synchronized void start() {
		ScheduledExecutorService begun = Executors.newSingleThreadScheduledExecutor((work) -> {
			Thread worker = new Thread(work, "partsmith-patroni");
			worker.setDaemon(true);
			return worker;
		});
		begun.scheduleWithFixedDelay(this::lookOnce, 0, this.interval.toMillis(), TimeUnit.MILLISECONDS);
		this.thread = begun;
	}

	/** A look that throws would be the last one, and nobody would be told. */
	private void lookOnce() {
		try {
			this.look.run();
		}
		catch (RuntimeException ex) {
			log.error("A look at Patroni failed; the next is in {} ms", this.interval.toMillis(), ex);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.thread != null) {
			this.thread.shutdownNow();
			this.thread = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

}
