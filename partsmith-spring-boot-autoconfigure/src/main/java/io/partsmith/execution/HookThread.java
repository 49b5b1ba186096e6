package io.partsmith.execution;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A call on a thread of its own, which can be interrupted, and left to itself. */
final class HookThread implements Runnable {

	/** What a call may take to end once it was interrupted. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final Runnable call;

	private final Duration limit;

	private final @Nullable Map<String, String> logged = MDC.getCopyOfContextMap();

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private @Nullable Thread thread;

	HookThread(Runnable call, Duration limit) {
		this.call = call;
		this.limit = limit;
	}

	Duration limit() {
		return this.limit;
	}

	boolean hasEnded() {
		return this.end.isDone();
	}

	@Override
	public void run() {
		began(Thread.currentThread());
		try {
			if (this.logged != null) {
				MDC.setContextMap(this.logged);
			}
			this.call.run();
			ended(null);
		}
		catch (Throwable ex) {
			ended(ex);
		}
		finally {
			MDC.clear();
		}
	}

	private synchronized void began(Thread runner) {
		this.thread = runner;
	}

	/** From now on the thread belongs to whoever lent it. */
	private synchronized void ended(@Nullable Throwable failure) {
		this.thread = null;
		if (failure != null) {
			this.end.completeExceptionally(failure);
		}
		else {
			this.end.complete(null);
		}
	}

	private synchronized void interrupt() {
		if (this.thread != null) {
			this.thread.interrupt();
		}
	}

	/**
	 * Waits for the end.
	 * @throws HookTimeoutException if it did not come in time
	 * @throws InterruptedException if the run itself was interrupted
	 * @throws Throwable what the call threw
	 */
	void await() throws Throwable {
		try {
			this.end.get(this.limit.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
		catch (TimeoutException ex) {
			interrupt();
			throw endsIn(GRACE) ? HookTimeoutException.interrupted(this.limit)
					: HookTimeoutException.abandoned(this.limit);
		}
		catch (InterruptedException ex) {
			interrupt();
			throw ex;
		}
	}

	private boolean endsIn(Duration time) throws InterruptedException {
		try {
			this.end.get(time.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (ExecutionException ex) {
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
	}

}
