package io.partsmith.archive;

import org.jspecify.annotations.Nullable;

/** An archive that was not written, is not whole, or was not restored. */
public class ArchiveException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message the table, the location, what went wrong and the step to take
	 * @param cause what lies behind it, or {@code null}
	 */
	public ArchiveException(String message, @Nullable Throwable cause) {
		super((cause != null) ? message + ": " + cause : message, cause);
	}

}
