package io.partsmith.plan;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Which of the planned operations a run carries out. */
public enum Scope {

	/** Both lanes. */
	MAINTAIN,

	/** The create lane: what an insert may need. */
	CREATE,

	/** The retire lane: what ends a partition's life. */
	RETIRE,

	/** Only the repair of gaps and the return of orphans. */
	RECONCILE,

	/** Windows that a caller names. */
	ENSURE,

	/** An orphan that a caller names. */
	DROP,

	/** The way of all rows into a table that is no part of the tree. */
	UNPARTITION,

	/** A plan that was made before, whole or cut. */
	APPLY;

	/**
	 * The lanes that a run of this scope works in.
	 * @return one lane, or both
	 */
	public Set<Lane> lanes() {
		return switch (this) {
			case MAINTAIN, UNPARTITION, APPLY -> EnumSet.allOf(Lane.class);
			case CREATE, RECONCILE, ENSURE -> EnumSet.of(Lane.CREATE);
			case RETIRE, DROP -> EnumSet.of(Lane.RETIRE);
		};
	}

	/**
	 * Whether a caller chose what is done, so that a run says nothing of how well its
	 * lanes do their work.
	 * @return {@code true} for {@link #ENSURE}, {@link #DROP}, {@link #UNPARTITION} and
	 * {@link #APPLY}
	 */
	public boolean isChosen() {
		return this == ENSURE || this == DROP || this == UNPARTITION || this == APPLY;
	}

	/**
	 * Whether an operation belongs to this scope. The end of a pending detach belongs to
	 * the retire lane, whose own detaches it is in the way of, and to the create lane
	 * where its window is wanted, because nothing can be attached before.
	 * @param operation a planned operation
	 * @return {@code true} if a run of this scope carries it out
	 */
	public boolean includes(Operation operation) {
		if (this == MAINTAIN || isChosen()) {
			return true;
		}
		if (operation instanceof Operation.FinalizeDetach pending) {
			return pending.wanted() || this == RETIRE;
		}
		if (operation instanceof Operation.Move move) {
			return includes(move.into());
		}
		if (operation instanceof Operation.Fill fill) {
			return includes(fill.whole());
		}
		return switch (operation.kind()) {
			case CREATE -> this == CREATE || this == RECONCILE && operation.reason().isRepair();
			case ATTACH -> this != RETIRE;
			default -> this == RETIRE;
		};
	}

	/**
	 * The scope as it stands in JSON, logs and metrics.
	 * @return for example {@code maintain}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
