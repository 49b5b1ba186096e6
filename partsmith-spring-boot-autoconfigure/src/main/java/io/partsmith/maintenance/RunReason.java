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

	/** The connection pool had no room for the run; the error says what to do. */
	NO_ROOM,

	/** The server is a standby. */
	STANDBY,

	/** The server is no standby, but gives read-only transactions only. */
	READ_ONLY,

	/** This node is not the one of its cluster that maintains. */
	NOT_COORDINATOR,

	/** A setting of the server would have our DDL do damage; the detail says which. */
	UNSAFE_SETTING,

	/** The cluster has no leader, or another one than the server that we reach. */
	NO_LEADER,

	/** A {@link MaintenanceGuard} of the application objects. */
	GUARDED,

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
