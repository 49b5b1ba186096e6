package io.partsmith.maintenance;

import java.util.List;

import io.partsmith.execution.Issue;
import org.jspecify.annotations.Nullable;

/**
 * What became of the rows of a table that went into another one.
 *
 * @param rows the rows that arrived there, as they were counted on the way
 * @param batches the transactions in which they went
 * @param dropped the emptied partitions that were dropped
 * @param complete whether no row is left that was there when its partition was emptied
 * @param issues what needs a person
 * @param error the first failure, or {@code null}
 * @param next what to do now, above all with the table's configuration: as long as that
 * stands, the next create run makes the partitions that it asks for
 */
public record UnpartitionedData(long rows, int batches, int dropped, boolean complete, List<Issue> issues,
		@Nullable String error, String next) {

	/**
	 * Copies the issues.
	 * @param rows the rows that arrived
	 * @param batches the transactions
	 * @param dropped the partitions that were dropped
	 * @param complete whether no row is left
	 * @param issues what needs a person
	 * @param error the first failure, or {@code null}
	 * @param next what to do now
	 */
	public UnpartitionedData {
		issues = List.copyOf(issues);
	}

}
