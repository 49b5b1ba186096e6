package io.partsmith.maintenance;

import org.jspecify.annotations.Nullable;

/** A text that is no plan, or not the one that was written. */
public class PlanFormatException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	PlanFormatException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
