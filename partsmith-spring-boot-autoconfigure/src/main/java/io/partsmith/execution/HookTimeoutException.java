package io.partsmith.execution;

import java.time.Duration;

/** A hook did not end in time. */
final class HookTimeoutException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private HookTimeoutException(String message) {
		super(message);
	}

	static HookTimeoutException interrupted(Duration limit) {
		return new HookTimeoutException("it took longer than " + limit + ", and was interrupted");
	}

	static HookTimeoutException abandoned(Duration limit) {
		return new HookTimeoutException(
				"it took longer than " + limit + ", and does not heed the interrupt; until that "
						+ "call ends, the hook is not called for this table again");
	}

	static HookTimeoutException busy(Duration limit) {
		return new HookTimeoutException(
				"an earlier call for this table, which took longer than " + limit + ", has not ended yet");
	}

}
