package io.partsmith.postgres;

import io.partsmith.plan.FindingCode;
import org.jspecify.annotations.Nullable;

/**
 * An operation that was not carried out. The message names the table, the operation and
 * the SQLSTATE; nothing of the operation remains, except that a concurrent detach may be
 * pending, which the next run finalizes.
 */
public class PartitionOperationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final FindingCode code;

	private final @Nullable String sqlState;

	private final String next;

	/**
	 * An operation that was not carried out.
	 * @param code why
	 * @param message table, operation and what was said
	 * @param next the step to take
	 * @param sqlState PostgreSQL's code, or {@code null} where it was not asked
	 * @param cause what PostgreSQL said, or {@code null}
	 */
	public PartitionOperationException(FindingCode code, String message, String next, @Nullable String sqlState,
			@Nullable Throwable cause) {
		super(message, cause);
		this.code = code;
		this.next = next;
		this.sqlState = sqlState;
	}

	/**
	 * Why it was not carried out.
	 * @return the code
	 */
	public FindingCode code() {
		return this.code;
	}

	/**
	 * The step to take.
	 * @return for people, with SQL to paste where there is some
	 */
	public String next() {
		return this.next;
	}

	/**
	 * PostgreSQL's code.
	 * @return the SQLSTATE, or {@code null}
	 */
	public @Nullable String sqlState() {
		return this.sqlState;
	}

	/**
	 * Whether the state of the table forbids the operation, so that a run reports it and
	 * goes on.
	 * @return {@code true} for references, overlaps, taken names, rows that stay where or
	 * as they are, and somebody else's concurrent detach
	 */
	public boolean isRefusal() {
		return switch (this.code) {
			case STILL_REFERENCED, RANGE_OVERLAP, NAME_UNUSABLE, DEFAULT_HOLDS_ROWS, DETACH_PENDING, ROWS_LEFT,
					CONVERSION_LEFT ->
				true;
			default -> false;
		};
	}

}
