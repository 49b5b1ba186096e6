package io.partsmith.autoconfigure.scheduling;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** Knows when a table is maintained next. */
@FunctionalInterface
public interface MaintenanceSchedule {

	/**
	 * The next scheduled run of any lane.
	 * @param id the table's id
	 * @return the instant, or {@code null} where none is scheduled
	 */
	@Nullable Instant nextRun(String id);

}
