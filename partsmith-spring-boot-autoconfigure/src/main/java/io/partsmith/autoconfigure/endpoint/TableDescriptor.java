package io.partsmith.autoconfigure.endpoint;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.maintenance.TableInspection;
import io.partsmith.plan.Finding;
import io.partsmith.plan.Runway;
import io.partsmith.plan.UnitState;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * A table at a glance, in JSON.
 *
 * @param table its name
 * @param runway how long inserts find a partition, or {@code null} where it could not be
 * judged
 * @param partitions the number of units in each state
 * @param defaultRows the rows in DEFAULT, or {@code null} where there is no such
 * partition or it could not be counted
 * @param pendingOperations the number of operations a run of both lanes would carry out
 * @param findings what was seen and left alone, and what the last runs could not do
 * @param lastRun the last run in this process, or {@code null}
 * @param nextRun when it is maintained next, or {@code null} where that is not scheduled
 */
record TableDescriptor(String table, @Nullable RunwayDescriptor runway, Map<String, Integer> partitions,
		@Nullable Long defaultRows, int pendingOperations, List<FindingDescriptor> findings,
		@Nullable RunDescriptor lastRun, @Nullable Instant nextRun) implements TableAnswer {

	static TableDescriptor of(TableInspection seen, List<Finding> findings, @Nullable RunDescriptor lastRun,
			@Nullable Instant nextRun) {
		Runway runway = seen.plan().runway();
		TableTopology.RowCount rows = seen.defaultRows();
		return new TableDescriptor(seen.config().table().toString(),
				(runway != null) ? RunwayDescriptor.of(runway, seen.at()) : null, counts(seen),
				(rows != null) ? rows.rows() : null, seen.plan().operations().size(),
				findings.stream().map(FindingDescriptor::of).toList(), lastRun, nextRun);
	}

	private static Map<String, Integer> counts(TableInspection seen) {
		Map<String, Integer> counts = new LinkedHashMap<>();
		for (UnitState state : UnitState.values()) {
			counts.put((state == UnitState.PENDING_DETACH) ? "pendingDetach" : state.toString(), seen.count(state));
		}
		return counts;
	}

}
