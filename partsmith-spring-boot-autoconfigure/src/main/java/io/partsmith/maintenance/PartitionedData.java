package io.partsmith.maintenance;

import java.util.List;

import io.partsmith.execution.Issue;
import org.jspecify.annotations.Nullable;

/**
 * What became of the rows in a DEFAULT partition.
 *
 * @param rows the rows that were moved, as they were counted beforehand
 * @param batches the batches in which that was done
 * @param complete whether no row is left, but those with a NULL in their key
 * @param issues what needs a person
 * @param error the first failure, or {@code null}
 */
public record PartitionedData(long rows, int batches, boolean complete, List<Issue> issues, @Nullable String error) {

	/**
	 * Copies the issues.
	 * @param rows the rows that were moved
	 * @param batches the batches
	 * @param complete whether no row is left, but those with a NULL in their key
	 * @param issues what needs a person
	 * @param error the first failure, or {@code null}
	 */
	public PartitionedData {
		issues = List.copyOf(issues);
	}

}
