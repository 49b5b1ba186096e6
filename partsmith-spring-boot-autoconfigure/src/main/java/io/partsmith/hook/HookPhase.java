package io.partsmith.hook;

import io.partsmith.plan.OperationKind;

/** The moments at which hooks fire. */
public enum HookPhase {

	/** Before a partition is made. */
	BEFORE_CREATE,

	/** After it was made and attached. */
	AFTER_CREATE,

	/** Before an orphan is attached again. */
	BEFORE_ATTACH,

	/** After it was attached again. */
	AFTER_ATTACH,

	/** Before a partition is detached, or its pending detach is finalized. */
	BEFORE_DETACH,

	/** After it was detached. */
	AFTER_DETACH,

	/** Before an orphan is dropped. */
	BEFORE_DROP,

	/** After it was dropped. */
	AFTER_DROP;

	/**
	 * The phase before an operation.
	 * @param kind what becomes of the partition; the end of a pending detach counts as a
	 * detach, and what moves rows as the making of their partition
	 * @return the phase
	 * @throws IllegalArgumentException for a conversion, around which no hook fires
	 */
	public static HookPhase before(OperationKind kind) {
		return switch (kind) {
			case CREATE, MOVE -> BEFORE_CREATE;
			case ATTACH -> BEFORE_ATTACH;
			case FINALIZE, DETACH -> BEFORE_DETACH;
			case DROP -> BEFORE_DROP;
			case CONVERT -> throw new IllegalArgumentException("No hook fires before a conversion");
		};
	}

	/**
	 * The phase after an operation.
	 * @param kind what becomes of the partition; the end of a pending detach counts as a
	 * detach, and what moves rows as the making of their partition
	 * @return the phase
	 * @throws IllegalArgumentException for a conversion, around which no hook fires
	 */
	public static HookPhase after(OperationKind kind) {
		return switch (kind) {
			case CREATE, MOVE -> AFTER_CREATE;
			case ATTACH -> AFTER_ATTACH;
			case FINALIZE, DETACH -> AFTER_DETACH;
			case DROP -> AFTER_DROP;
			case CONVERT -> throw new IllegalArgumentException("No hook fires after a conversion");
		};
	}

	/**
	 * Whether a hook that throws here aborts the operation.
	 * @return {@code true} for the phases before an operation; after one, a failure is
	 * only a warning
	 */
	public boolean mayAbort() {
		return name().startsWith("BEFORE");
	}

}
