package io.partsmith.command;

/** A command refused, or did not come to a good end. */
public class CommandFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	CommandFailedException(String message) {
		super(message);
	}

	CommandFailedException(String message, Throwable cause) {
		super(message, cause);
	}

}
