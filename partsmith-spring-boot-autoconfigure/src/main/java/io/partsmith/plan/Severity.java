package io.partsmith.plan;

import java.util.Locale;

/** How much a finding matters. */
public enum Severity {

	/** Worth knowing; stays in the plan. */
	INFO,

	/** Needs a person; a run reports it as an issue too. */
	WARNING;

	/**
	 * The severity as it stands in JSON and metrics.
	 * @return {@code info} or {@code warning}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
