package io.partsmith.execution;

import java.util.concurrent.Executor;

import io.partsmith.hook.PartitionEvent;
import org.jspecify.annotations.Nullable;

/** Calls hooks, each for as long as it may take in its phase. */
final class HookCaller {

	private final TimedCalls calls;

	HookCaller(Executor threads) {
		this.calls = new TimedCalls(threads);
	}

	/**
	 * Calls a hook. An error of its own, such as a class that is missing, is its failure
	 * and not the run's.
	 * @return what became of it; nothing is thrown
	 */
	HookResult call(NamedHooks named, PartitionEvent event) {
		@Nullable Throwable failure = this.calls.call(named.name(), event.config().id(), moment(event),
				named.limits().at(event.phase()), () -> HookMethod.call(named.hooks(), event));
		if (failure == null) {
			return HookResult.DONE;
		}
		return (failure instanceof HookTimeoutException late) ? HookResult.timedOut(late)
				: HookResult.thrown(event.phase(), failure);
	}

	static String moment(PartitionEvent event) {
		return event.phase() + " of " + event.partition().qualifiedName();
	}

}
