package io.partsmith.autoconfigure.endpoint;

import java.time.Instant;

import io.partsmith.maintenance.MaintenanceResult;
import org.jspecify.annotations.Nullable;

/**
 * The last run of a table in JSON.
 *
 * @param at when it began
 * @param action what was asked for
 * @param success whether nothing failed
 * @param outcome what it came to
 * @param reason why
 * @param error the first failure, or {@code null}
 * @param createdCount units that were made
 * @param attachedCount orphans that came back
 * @param detachedCount units that were detached
 * @param droppedCount orphans that were dropped
 * @param convertedCount partitions whose rows are kept in columns now, or in rows again
 * @param runId identifies the run
 */
record RunDescriptor(Instant at, String action, boolean success, String outcome, String reason, @Nullable String error,
		int createdCount, int attachedCount, int detachedCount, int droppedCount, int convertedCount, String runId) {

	static RunDescriptor of(MaintenanceResult result) {
		return new RunDescriptor(result.at(), result.scope().toString(), result.success(), result.outcome().toString(),
				result.reason().toString(), result.error(), result.createdCount(), result.attachedCount(),
				result.detachedCount(), result.droppedCount(), result.convertedCount(), result.runId());
	}

}
