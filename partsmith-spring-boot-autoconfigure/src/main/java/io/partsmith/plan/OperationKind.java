package io.partsmith.plan;

import java.util.Locale;

/** What an operation does. */
public enum OperationKind {

	/** Makes a partition and attaches it. */
	CREATE(Step.CREATE, false),

	/** Makes or attaches a partition and moves the rows there that lie in DEFAULT. */
	MOVE(Step.MOVE, false),

	/** Ends a pending concurrent detach. */
	FINALIZE(Step.DETACH, false),

	/** Attaches an orphan again. */
	ATTACH(Step.ATTACH, false),

	/** Detaches a partition; its rows leave the table, but not the database. */
	DETACH(Step.DETACH, true),

	/** Drops an orphan with its rows. */
	DROP(Step.DROP, true),

	/** Keeps the rows of a partition in columns, or in rows again. */
	CONVERT(Step.CONVERT, false);

	private final Step step;

	private final boolean destructive;

	OperationKind(Step step, boolean destructive) {
		this.step = step;
		this.destructive = destructive;
	}

	/**
	 * The step of a run it belongs to.
	 * @return the step
	 */
	public Step step() {
		return this.step;
	}

	/**
	 * Whether rows can no longer be read through the table afterwards.
	 * @return {@code true} for detach and drop
	 */
	public boolean isDestructive() {
		return this.destructive;
	}

	/**
	 * The kind as it stands in JSON, logs and metrics.
	 * @return for example {@code create}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
