package io.partsmith.maintenance;

import java.util.Locale;

/** Why a run did what it did, and above all why it did nothing. */
public enum RunReason {

	/** There was something to do. */
	NEEDED,

	/** Everything is as configured. */
	CONVERGED,

	/** Everything that can be done is done; the issues say what cannot. */
	BLOCKED,

	/** Maintenance is switched off. */
	MODE_OFF,

	/** Maintenance only plans. */
	PLAN_ONLY,

	/** Only the create lane may run. */
	CREATE_ONLY,

	/** A dry run was asked for. */
	DRY_RUN,

	/** Another run holds the table's lock. */
	LOCK_HELD,

	/** The server is a standby, or gives read-only transactions only. */
	STANDBY,

	/** Something went wrong; the error says what. */
	ERROR;

	/**
	 * The reason as it stands in JSON and metrics.
	 * @return for example {@code lock_held}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
