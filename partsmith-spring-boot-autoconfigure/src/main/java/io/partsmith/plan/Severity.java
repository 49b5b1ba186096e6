package io.partsmith.plan;

/** How much a finding matters. */
public enum Severity {

	/** Worth knowing; stays in the plan. */
	INFO,

	/** Needs a person; a run reports it as an issue too. */
	WARNING

}
