package io.partsmith.execution;

import java.util.Locale;

/** What one call of a hook came to. */
public enum HookOutcome {

	/** It returned. */
	DONE,

	/** It threw before an operation, which was not carried out. */
	REFUSED,

	/** It threw after an operation, which stands. */
	FAILED,

	/** It did not end in time, or is still busy with a call that did not. */
	TIMED_OUT;

	/**
	 * The outcome as it stands in metrics.
	 * @return for example {@code timed_out}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
