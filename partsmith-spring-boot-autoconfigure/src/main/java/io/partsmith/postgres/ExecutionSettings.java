package io.partsmith.postgres;

import java.time.Duration;
import java.time.ZoneId;

/**
 * How statements are sent.
 *
 * @param locks how long we wait for locks, and others for us
 * @param statementTimeout how long one statement may take, in whole milliseconds
 * @param timeZone the session time zone of every statement
 * @param markerPrefix what the marker's lines begin with
 */
public record ExecutionSettings(LockLimits locks, Duration statementTimeout, ZoneId timeZone, String markerPrefix) {

	/** The settings where none are configured. */
	public static final ExecutionSettings DEFAULT = new ExecutionSettings(LockLimits.DEFAULT, Duration.ofSeconds(30),
			ZoneId.of("UTC"), "pg-partsmith");

	/**
	 * Refuses what would wait without an end: PostgreSQL takes a timeout of 0 for none.
	 * @param locks how long we wait for locks, and others for us
	 * @param statementTimeout how long one statement may take
	 * @param timeZone the session time zone
	 * @param markerPrefix what the marker's lines begin with
	 * @throws IllegalArgumentException if the timeout is below a millisecond, or the
	 * prefix is empty or holds a line break
	 */
	public ExecutionSettings {
		if (statementTimeout.toMillis() < 1) {
			throw new IllegalArgumentException(
					"statement-timeout must be 1ms or more; PostgreSQL takes 0 for 'wait without an end'");
		}
		if (markerPrefix.isBlank() || markerPrefix.lines().count() != 1) {
			throw new IllegalArgumentException("marker-prefix must be one line that is not blank");
		}
	}

}
