package io.partsmith.autoconfigure.endpoint;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A table whose database does not answer, while that of others does, in JSON.
 *
 * @param table its name
 * @param error why it could not be read
 * @param lastRun the last run in this process, or {@code null}
 * @param nextRun when it is maintained next, or {@code null} where that is not scheduled
 */
record UnreadTableDescriptor(String table, String error, @Nullable RunDescriptor lastRun,
		@Nullable Instant nextRun) implements TableAnswer {
}
