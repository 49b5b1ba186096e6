package io.partsmith.maintenance;

import java.util.Locale;

/** What a run came to. */
public enum Outcome {

	/** It changed something. */
	CHANGED,

	/** There was nothing to do. */
	CONVERGED,

	/** There was nothing it could do; the issues say what a person must do. */
	BLOCKED,

	/** It planned, and changed nothing on purpose. */
	PLANNED,

	/** It did not run; the reason says why. */
	SKIPPED,

	/** It failed; something may have been done before. */
	FAILED;

	/**
	 * The outcome as it stands in JSON and metrics.
	 * @return for example {@code converged}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
