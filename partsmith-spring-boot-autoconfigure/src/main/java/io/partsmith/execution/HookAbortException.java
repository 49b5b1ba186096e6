package io.partsmith.execution;

import io.partsmith.hook.PartitionEvent;

/** A hook refused an operation, or did not end in time; it was not carried out. */
public class HookAbortException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String next;

	HookAbortException(String hook, PartitionEvent event, Throwable cause) {
		super("The hook '" + hook + "' refused " + event.phase() + " of " + event.partition().qualifiedName() + ": "
				+ ((cause instanceof HookTimeoutException) ? cause.getMessage() : cause), cause);
		this.next = (cause instanceof HookTimeoutException)
				? "See what the hook waits for, or give it more time: partsmith.hooks.timeouts: { " + hook
						+ ": 1h }; the next run tries again"
				: "Mend what the hook stumbled over; the next run tries again";
	}

	/**
	 * The step to take.
	 * @return for people
	 */
	public String next() {
		return this.next;
	}

}
