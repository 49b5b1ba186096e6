package io.partsmith.maintenance;

import java.util.Collection;

/** An id under which no table is configured. */
public class UnknownTableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnknownTableException(String id, Collection<String> known) {
		super("There is no table with the id '" + id + "'; configured are " + known);
	}

}
