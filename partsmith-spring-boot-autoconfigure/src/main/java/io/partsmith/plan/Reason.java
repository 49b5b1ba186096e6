package io.partsmith.plan;

import java.util.Locale;

/** Why an operation is planned. */
public enum Reason {

	/** The window lies within {@code create-ahead}. */
	CREATE_AHEAD,

	/** The window lies within {@code create-until}. */
	CREATE_UNTIL,

	/** The newest partition calls for the next one. */
	CREATE_NEXT,

	/** The window is missing between existing ones. */
	GAP,

	/** A caller named the window, or the orphan to drop. */
	EXPLICIT,

	/** A member of a HASH set is missing. */
	HASH_GAP,

	/** A member is missing in a HASH set whose modulus is another than configured. */
	HASH_GAP_HISTORICAL_MODULUS,

	/** A group of a LIST has no partition. */
	LIST_GROUP_MISSING,

	/** The DEFAULT partition of a LIST is missing. */
	LIST_DEFAULT_MISSING,

	/** An end of the axis is to be kept covered. */
	CATCH_ALL,

	/** A branch that was left half built is completed and attached. */
	SUBTREE,

	/** An orphan's window is wanted again. */
	REATTACH,

	/**
	 * A detach was broken off before it began, and left its marker on a kept partition.
	 */
	MARKER_STALE,

	/** A concurrent detach began and did not end. */
	DETACH_FINALIZE,

	/** The retention rule does not keep the window. */
	RETENTION_EXPIRED,

	/** The drop belongs to a detach of the same run. */
	FOLLOWS_DETACH,

	/** The orphan's grace is over. */
	GRACE_ELAPSED,

	/** The window ended as long ago as {@code columnar-after} says. */
	COLUMNAR_DUE,

	/** A columnar partition is younger than {@code columnar-after} says. */
	COLUMNAR_EARLY;

	/**
	 * Whether something is put in order, instead of going on.
	 * @return {@code true} for what is missing among partitions that are there
	 */
	public boolean isRepair() {
		return switch (this) {
			case GAP, HASH_GAP, HASH_GAP_HISTORICAL_MODULUS, LIST_GROUP_MISSING, LIST_DEFAULT_MISSING, CATCH_ALL ->
				true;
			default -> false;
		};
	}

	/**
	 * The reason as it stands in JSON, logs and metrics.
	 * @return for example {@code create_ahead}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
