package io.partsmith.execution;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Calls what is not ours, for as long as it may take. A call without a limit runs on the
 * thread of the run; one with a limit on a thread that can be left to itself. Safe for
 * concurrent use.
 */
public final class TimedCalls {

	private final Executor threads;

	/** Calls that were given up. One that has not ended bars the next one. */
	private final Map<Caller, HookThread> abandoned = new ConcurrentHashMap<>();

	/**
	 * Calls.
	 * @param threads runs each call that has a time limit, at once and on a thread that
	 * may never come back
	 */
	public TimedCalls(Executor threads) {
		this.threads = threads;
	}

	/**
	 * Makes a call. One that lasts says so in the log; one that is over its time is
	 * interrupted, and left to itself where it does not heed that.
	 * @param name whose call it is
	 * @param table the id of the table it is about
	 * @param moment what it is about, for the log
	 * @param limit how long it may take, or {@code null} for as long as it likes
	 * @param call the call
	 * @return what it threw, or that it did not end in time; {@code null} if it is done
	 */
	public @Nullable Throwable call(String name, String table, String moment, @Nullable Duration limit, Runnable call) {
		try (LongCall watched = new LongCall(name, moment, LongCall.PAUSE)) {
			if (limit == null) {
				call.run();
			}
			else {
				call(new Caller(name, table), limit, call);
			}
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return ex;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	private void call(Caller caller, Duration limit, Runnable call) throws Throwable {
		HookThread earlier = this.abandoned.get(caller);
		if (earlier != null && !earlier.hasEnded()) {
			throw HookTimeoutException.busy(earlier.limit());
		}
		this.abandoned.remove(caller);
		HookThread thread = new HookThread(call, limit);
		this.threads.execute(thread);
		try {
			thread.await();
		}
		finally {
			if (!thread.hasEnded()) {
				this.abandoned.put(caller, thread);
			}
		}
	}

	/**
	 * Whose calls wait for each other.
	 *
	 * @param name its name
	 * @param table the table's id
	 */
	private record Caller(String name, String table) {
	}

}
