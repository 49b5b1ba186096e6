package io.partsmith.execution;

import io.partsmith.hook.HookPhase;
import org.jspecify.annotations.Nullable;

/**
 * What became of one call of a hook.
 *
 * @param outcome what it came to
 * @param failure what it threw, or why it did not end; {@code null} if it is done
 */
public record HookResult(HookOutcome outcome, @Nullable Throwable failure) {

	static final HookResult DONE = new HookResult(HookOutcome.DONE, null);

	static HookResult thrown(HookPhase phase, Throwable failure) {
		return new HookResult(phase.mayAbort() ? HookOutcome.REFUSED : HookOutcome.FAILED, failure);
	}

	static HookResult timedOut(HookTimeoutException failure) {
		return new HookResult(HookOutcome.TIMED_OUT, failure);
	}

}
