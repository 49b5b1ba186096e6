package io.partsmith.kafka;

import java.util.concurrent.TimeoutException;

/**
 * An event that Kafka did not acknowledge. Where it had to, the operation is aborted;
 * after an operation it is a warning, whose message says what becomes of the event.
 */
public class EventSendException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	EventSendException(String message, Throwable cause) {
		super(message, cause);
	}

	EventSendException(String message) {
		super(message);
	}

	/** Whether the broker did not answer, rather than refuse. */
	boolean isSilence() {
		return getCause() instanceof TimeoutException
				|| getCause() instanceof org.apache.kafka.common.errors.TimeoutException;
	}

}
