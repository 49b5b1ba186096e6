package io.partsmith.kafka;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Remembers that the broker did not answer, so that a run does not wait for it again at
 * each of its events. Safe for concurrent use.
 */
final class BrokerSilence {

	/** How long others do not ask either, where nothing depends on the answer. */
	private static final Duration PAUSE = Duration.ofSeconds(30);

	private volatile @Nullable Silence last;

	/** A run has waited in vain. */
	void heard(String runId) {
		this.last = new Silence(runId, System.nanoTime());
	}

	/** The broker has answered. */
	void broken() {
		this.last = null;
	}

	/** Whether a run has waited in vain already. */
	boolean isKnownTo(String runId) {
		Silence known = this.last;
		return known != null && known.runId().equals(runId);
	}

	/** Whether that run, or lately another one, has waited in vain. */
	boolean isLikelyFor(String runId) {
		Silence known = this.last;
		return known != null && (known.runId().equals(runId) || System.nanoTime() - known.since() < PAUSE.toNanos());
	}

	private record Silence(String runId, long since) {
	}

}
