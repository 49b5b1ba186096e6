package io.partsmith.autoconfigure.endpoint;

/** A view of a table that does not exist. */
class UnknownViewException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnknownViewException(String view) {
		super("There is no view '" + view + "' of a table; there is 'plan'");
	}

}
