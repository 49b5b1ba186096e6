package io.partsmith.plan;

import java.util.Locale;

/** The state of a lifecycle unit. */
public enum UnitState {

	/** Attached, kept, and begun. */
	ACTIVE,

	/** Attached ahead of need. */
	FUTURE,

	/** Attached, and no longer kept. */
	EXPIRED,

	/** An orphan. */
	DETACHED,

	/** In a concurrent detach that has not ended. */
	PENDING_DETACH,

	/** The DEFAULT partition, or a catch-all. */
	DEFAULT,

	/** Attached, but not ours to touch. */
	UNMANAGED;

	/**
	 * The state as it stands in JSON and metrics.
	 * @return for example {@code pending-detach}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
