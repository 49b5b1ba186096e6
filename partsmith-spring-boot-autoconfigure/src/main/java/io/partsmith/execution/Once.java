package io.partsmith.execution;

import org.jspecify.annotations.Nullable;

/** Work that is done once, whoever else runs it, leaves it out or hides its failure. */
final class Once implements Runnable {

	private final Runnable work;

	private boolean begun;

	private @Nullable RuntimeException failure;

	Once(Runnable work) {
		this.work = work;
	}

	@Override
	public void run() {
		if (this.begun) {
			return;
		}
		this.begun = true;
		try {
			this.work.run();
		}
		catch (RuntimeException ex) {
			this.failure = ex;
			throw ex;
		}
	}

	/** What the work threw, or {@code null}. */
	@Nullable RuntimeException failure() {
		return this.failure;
	}

	/** Does it now where nobody did, and throws what it threw. */
	void done() {
		run();
		if (this.failure != null) {
			throw this.failure;
		}
	}

}
