package io.partsmith.execution;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says now and then that a hook is still at it. */
final class LongCall implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(LongCall.class);

	static final Duration PAUSE = Duration.ofMinutes(1);

	private final String hook;

	private final String moment;

	private final long pause;

	private final long begin = System.nanoTime();

	private volatile boolean closed;

	private volatile CompletableFuture<Void> next;

	LongCall(String hook, String moment, Duration pause) {
		this.hook = hook;
		this.moment = moment;
		this.pause = pause.toNanos();
		this.next = announceLater();
	}

	/** The clock of the JDK's own futures; one that is completed earlier is forgotten. */
	private CompletableFuture<Void> announceLater() {
		CompletableFuture<Void> later = new CompletableFuture<>();
		later.orTimeout(this.pause, TimeUnit.NANOSECONDS).whenComplete((nothing, timeout) -> {
			if (timeout != null) {
				announce();
			}
		});
		return later;
	}

	private void announce() {
		log.warn("The hook '{}' has been at {} for {}, and the run waits for it", this.hook, this.moment,
				Duration.ofSeconds((System.nanoTime() - this.begin) / 1_000_000_000));
		this.next = announceLater();
		if (this.closed) {
			this.next.complete(null);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.next.complete(null);
	}

}
