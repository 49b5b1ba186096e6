package io.partsmith.autoconfigure.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.partsmith.maintenance.TableInspection;
import org.jspecify.annotations.Nullable;

/**
 * A table with its units, in JSON.
 *
 * @param mode how much a run may do
 * @param table its name
 * @param runway how long inserts find a partition, or {@code null} where it could not be
 * judged
 * @param partitions the number of units in each state
 * @param defaultRows the rows in DEFAULT, or {@code null} where there is no such
 * partition or it could not be counted
 * @param pendingOperations the number of operations a run of both lanes would carry out
 * @param findings what was seen and left alone
 * @param lastRun the last run in this process, or {@code null}
 * @param nextRun when it is maintained next, or {@code null} where that is not scheduled
 * @param tree every unit
 */
record TableTreeDescriptor(String mode, String table, @Nullable RunwayDescriptor runway,
		Map<String, Integer> partitions, @Nullable Long defaultRows, int pendingOperations,
		List<FindingDescriptor> findings, @Nullable RunDescriptor lastRun, @Nullable Instant nextRun,
		List<UnitDescriptor> tree) {

	static TableTreeDescriptor of(String mode, TableDescriptor glance, TableInspection seen) {
		return new TableTreeDescriptor(mode, glance.table(), glance.runway(), glance.partitions(), glance.defaultRows(),
				glance.pendingOperations(), glance.findings(), glance.lastRun(), glance.nextRun(),
				seen.plan().units().stream().map(UnitDescriptor::of).toList());
	}

}
