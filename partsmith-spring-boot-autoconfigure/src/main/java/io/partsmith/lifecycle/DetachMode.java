package io.partsmith.lifecycle;

/** How an expired partition leaves its parent. */
public enum DetachMode {

	/**
	 * Concurrently, except beside a DEFAULT partition, where PostgreSQL refuses that
	 * (55000).
	 */
	AUTO,

	/** {@code DETACH ... CONCURRENTLY}: readers and writers of the parent go on. */
	CONCURRENT,

	/** Plain {@code DETACH}: takes ACCESS EXCLUSIVE on the parent for a moment. */
	BLOCKING

}
