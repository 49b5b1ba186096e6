package io.partsmith.plan;

import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * Something the planner saw and left alone.
 *
 * @param code what it is
 * @param step the step it concerns
 * @param partition the partition it concerns, or {@code null} for the table
 * @param message what was seen
 * @param next the step to take, with SQL or YAML to paste
 * @param urgent whether it keeps the current or the next window from being made, so that
 * inserts fail or soon will
 */
public record Finding(FindingCode code, Step step, @Nullable RelationName partition, String message, String next,
		boolean urgent) {

	/**
	 * A finding that does not threaten an insert.
	 * @param code what it is
	 * @param step the step it concerns
	 * @param partition the partition it concerns, or {@code null}
	 * @param message what was seen
	 * @param next the step to take
	 */
	public Finding(FindingCode code, Step step, @Nullable RelationName partition, String message, String next) {
		this(code, step, partition, message, next, false);
	}

	/** The same, threatening inserts: whether a window is missing cannot even be told. */
	Finding asUrgent() {
		return new Finding(this.code, this.step, this.partition, this.message, this.next, true);
	}

	/**
	 * How much it matters.
	 * @return the severity of its code
	 */
	public Severity severity() {
		return this.code.severity();
	}

}
