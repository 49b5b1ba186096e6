package io.partsmith.maintenance;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.partsmith.plan.Lane;

/**
 * What this process last saw and did, so that health and metrics can answer without
 * asking the database. Safe for concurrent use.
 */
public final class MaintenanceJournal {

	private final Map<String, TableInspection> inspections = new ConcurrentHashMap<>();

	private final Map<String, MaintenanceResult> runs = new ConcurrentHashMap<>();

	private final Map<LaneOfTable, Instant> successes = new ConcurrentHashMap<>();

	private volatile Optional<String> failure = Optional.empty();

	void saw(TableInspection inspection) {
		this.inspections.put(inspection.config().id(), inspection);
		this.failure = Optional.empty();
	}

	void couldNotLook(String message) {
		this.failure = Optional.of(message);
	}

	/** What a caller chose to do says nothing of a lane's own work. */
	void ran(MaintenanceResult result) {
		this.runs.put(result.id(), result);
		if (!result.scope().isChosen() && result.success() && result.outcome() != Outcome.SKIPPED
				&& result.outcome() != Outcome.PLANNED) {
			result.scope()
				.lanes()
				.forEach((lane) -> this.successes.put(new LaneOfTable(result.id(), lane), result.at()));
		}
	}

	/**
	 * The last look at a table.
	 * @param id the table's id
	 * @return the inspection; empty before the first
	 */
	public Optional<TableInspection> lastInspection(String id) {
		return Optional.ofNullable(this.inspections.get(id));
	}

	/**
	 * Why the last look failed.
	 * @return the message; empty where it did not fail
	 */
	public Optional<String> lookFailure() {
		return this.failure;
	}

	/**
	 * The last run of a table in this process.
	 * @param id the table's id
	 * @return its result; empty before the first
	 */
	public Optional<MaintenanceResult> lastRun(String id) {
		return Optional.ofNullable(this.runs.get(id));
	}

	/**
	 * When the last run of a lane without a failure began in this process; one that was
	 * skipped or only planned does not count.
	 * @param id the table's id
	 * @param lane the lane
	 * @return the instant; empty before the first
	 */
	public Optional<Instant> lastSuccess(String id, Lane lane) {
		return Optional.ofNullable(this.successes.get(new LaneOfTable(id, lane)));
	}

	/**
	 * A lane of a table.
	 *
	 * @param id the table's id
	 * @param lane the lane
	 */
	private record LaneOfTable(String id, Lane lane) {
	}

}
