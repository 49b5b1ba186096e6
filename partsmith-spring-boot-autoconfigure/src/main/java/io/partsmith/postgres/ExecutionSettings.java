package io.partsmith.postgres;

import java.time.Duration;
import java.time.ZoneId;

/**
 * How statements are sent.
 *
 * @param lockTimeout how long one attempt waits for a lock, in whole milliseconds
 * @param lockAttempts the attempts an operation has at its locks, at least 1
 * @param statementTimeout how long one statement may take, in whole milliseconds
 * @param timeZone the session time zone of every statement
 * @param markerPrefix what the marker's lines begin with
 */
public record ExecutionSettings(Duration lockTimeout, int lockAttempts, Duration statementTimeout, ZoneId timeZone,
		String markerPrefix) {

	/** The settings where none are configured. */
	public static final ExecutionSettings DEFAULT = new ExecutionSettings(Duration.ofMillis(300), 20,
			Duration.ofSeconds(30), ZoneId.of("UTC"), "pg-partsmith");

	/**
	 * Refuses what would wait without an end: PostgreSQL takes a timeout of 0 for none.
	 * @param lockTimeout how long one attempt waits for a lock
	 * @param lockAttempts the attempts an operation has
	 * @param statementTimeout how long one statement may take
	 * @param timeZone the session time zone
	 * @param markerPrefix what the marker's lines begin with
	 * @throws IllegalArgumentException if a timeout is below a millisecond, there is no
	 * attempt, or the prefix is empty or holds a line break
	 */
	public ExecutionSettings {
		if (lockTimeout.toMillis() < 1 || statementTimeout.toMillis() < 1) {
			throw new IllegalArgumentException("lock-timeout and statement-timeout must be 1ms or more; "
					+ "PostgreSQL takes 0 for 'wait without an end'");
		}
		if (lockAttempts < 1) {
			throw new IllegalArgumentException("lock-attempts must be 1 or more, not " + lockAttempts);
		}
		if (markerPrefix.isBlank() || markerPrefix.lines().count() != 1) {
			throw new IllegalArgumentException("marker-prefix must be one line that is not blank");
		}
	}

}
