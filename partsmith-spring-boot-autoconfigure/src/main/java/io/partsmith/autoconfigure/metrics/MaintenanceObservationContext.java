package io.partsmith.autoconfigure.metrics;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** What is known of a run, or of an operation, that is observed. */
public class MaintenanceObservationContext extends Observation.Context {

	private final String table;

	private final String operation;

	private final @Nullable String partition;

	private String outcome = KeyValue.NONE_VALUE;

	private String reason = KeyValue.NONE_VALUE;

	MaintenanceObservationContext(String table, String operation, @Nullable String partition) {
		this.table = table;
		this.operation = operation;
		this.partition = partition;
	}

	void ended(Object outcome, Object reason) {
		this.outcome = outcome.toString();
		this.reason = reason.toString();
	}

	/**
	 * The table.
	 * @return its id
	 */
	public String table() {
		return this.table;
	}

	/**
	 * What is done.
	 * @return the scope of a run, or the kind of an operation
	 */
	public String operation() {
		return this.operation;
	}

	/**
	 * The partition an operation works on.
	 * @return its qualified name, or {@code null} for a run
	 */
	public @Nullable String partition() {
		return this.partition;
	}

	/**
	 * What it came to.
	 * @return the outcome; {@code none} before the end
	 */
	public String outcome() {
		return this.outcome;
	}

	/**
	 * Why.
	 * @return the reason; {@code none} before the end
	 */
	public String reason() {
		return this.reason;
	}

}
