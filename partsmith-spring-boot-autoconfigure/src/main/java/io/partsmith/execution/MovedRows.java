package io.partsmith.execution;

/**
 * Rows that went into another table, as they were counted there and committed.
 *
 * @param rows the rows
 * @param batches the transactions in which they went
 */
public record MovedRows(long rows, int batches) {

	/** None. */
	public static final MovedRows NONE = new MovedRows(0, 0);

	MovedRows and(long more) {
		return (more > 0) ? new MovedRows(this.rows + more, this.batches + 1) : this;
	}

}
