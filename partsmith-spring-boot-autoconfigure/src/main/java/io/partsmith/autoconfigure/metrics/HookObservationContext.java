package io.partsmith.autoconfigure.metrics;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.partsmith.execution.HookOutcome;
import io.partsmith.hook.PartitionEvent;

/** What is known of a call of a hook that is observed. */
public class HookObservationContext extends Observation.Context {

	private final String hook;

	private final PartitionEvent event;

	private String outcome = KeyValue.NONE_VALUE;

	HookObservationContext(String hook, PartitionEvent event) {
		this.hook = hook;
		this.event = event;
	}

	void ended(HookOutcome outcome) {
		this.outcome = outcome.toString();
	}

	/**
	 * The hook.
	 * @return its bean name
	 */
	public String hook() {
		return this.hook;
	}

	/**
	 * The phase it is called in.
	 * @return the event it gets
	 */
	public PartitionEvent event() {
		return this.event;
	}

	/**
	 * What it came to.
	 * @return the outcome; {@code none} before the end
	 */
	public String outcome() {
		return this.outcome;
	}

}
