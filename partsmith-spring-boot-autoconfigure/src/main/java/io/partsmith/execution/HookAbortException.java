package io.partsmith.execution;

import io.partsmith.hook.PartitionEvent;

/** A hook refused an operation, which was not carried out. */
public class HookAbortException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	HookAbortException(String hook, PartitionEvent event, Throwable cause) {
		super("The hook '" + hook + "' refused " + event.phase() + " of " + event.partition().qualifiedName() + ": "
				+ cause, cause);
	}

}
