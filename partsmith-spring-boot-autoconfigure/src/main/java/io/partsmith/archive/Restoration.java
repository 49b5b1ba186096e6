package io.partsmith.archive;

import io.partsmith.maintenance.MaintenanceResult;
import org.jspecify.annotations.Nullable;

/**
 * What came of the restoration of a partition.
 *
 * @param partition the qualified name of the partition
 * @param archive the location of the manifest, or {@code null} where its detached table
 * was still there, and was attached again
 * @param rows the rows in the archive, which are in the partition now
 * @param attachment the run that attached it, or {@code null} where the archive was only
 * read
 * @param expires whether retention does not keep it, so that the next retire run detaches
 * it again
 * @param next the step to take, with YAML to paste, or {@code null} where there is none
 */
public record Restoration(String partition, @Nullable String archive, long rows, @Nullable MaintenanceResult attachment,
		boolean expires, @Nullable String next) {

	/**
	 * The first failure of the run that attached it. The rows are in the detached table
	 * then, and the next create run attaches it where retention keeps it.
	 * @return the message, or {@code null}
	 */
	public @Nullable String error() {
		return (this.attachment != null) ? this.attachment.error() : null;
	}

}
