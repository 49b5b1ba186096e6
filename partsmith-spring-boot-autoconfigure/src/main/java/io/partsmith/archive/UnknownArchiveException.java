package io.partsmith.archive;

/** There is no archive of what was named. */
public class UnknownArchiveException extends ArchiveException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message what was looked for, and where
	 */
	public UnknownArchiveException(String message) {
		super(message, null);
	}

}
