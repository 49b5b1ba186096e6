package io.partsmith.autoconfigure.endpoint;

import java.util.List;

import io.partsmith.archive.Restoration;
import io.partsmith.maintenance.MaintenanceResult;
import org.jspecify.annotations.Nullable;

/**
 * What came of a restoration, in JSON.
 *
 * @param success whether the partition is there, or the archive whole
 * @param error the first failure, or {@code null}
 * @param partition the partition
 * @param archive the manifest that its rows came from, or {@code null} where its detached
 * table was still there
 * @param rows the rows in the archive
 * @param expires whether the next retire run detaches it again
 * @param next the step to take, or {@code null}
 * @param issues what needs a person
 * @param runId the run that attached it, or {@code null} where the archive was only read
 */
record RestoreDescriptor(boolean success, @Nullable String error, String partition, @Nullable String archive, long rows,
		boolean expires, @Nullable String next, List<IssueDescriptor> issues, @Nullable String runId) {

	static RestoreDescriptor of(Restoration restoration) {
		MaintenanceResult run = restoration.attachment();
		boolean attached = run == null || run.attachedCount() > 0;
		String error = (attached || restoration.error() != null || run == null) ? restoration.error()
				: "It was not attached: " + run.reason() + ", " + run.detail();
		return new RestoreDescriptor(error == null, error, restoration.partition(), restoration.archive(),
				restoration.rows(), restoration.expires(), restoration.next(),
				(run != null) ? run.issues().stream().map(IssueDescriptor::of).toList() : List.of(),
				(run != null) ? run.runId() : null);
	}

}
