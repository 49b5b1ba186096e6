package io.partsmith.archive;

import java.time.Duration;

/** Is told of each archive, for metrics. */
@FunctionalInterface
public interface ArchiveListener {

	/** Cares for nothing. */
	ArchiveListener NONE = (id, written, rows, bytes, duration) -> {
	};

	/**
	 * Rows were copied out of a table; about once a second while a copy goes on, whatever
	 * becomes of it.
	 * @param id the table's id
	 * @param rows the rows that were copied since it was told last
	 * @param bytes their bytes before they are compressed
	 */
	default void progressed(String id, long rows, long bytes) {
	}

	/**
	 * An archive was attempted.
	 * @param id the table's id
	 * @param written {@code true} if it is whole and was read back
	 * @param rows the rows that were copied, of one that failed too
	 * @param bytes the bytes that were stored; of one that failed, 0
	 * @param duration how long that took, reading back included
	 */
	void archived(String id, boolean written, long rows, long bytes, Duration duration);

	/**
	 * Rows were put back into a table; about once a second while a restore goes on,
	 * whatever becomes of it.
	 * @param id the table's id
	 * @param rows the rows that were sent since it was told last
	 * @param bytes their bytes, not compressed
	 */
	default void restoring(String id, long rows, long bytes) {
	}

	/**
	 * Rows of an archive were to be put back.
	 * @param id the table's id
	 * @param done {@code true} if all of them are in the table; it may not be attached
	 * yet
	 * @param duration how long that took, the comparison included
	 */
	default void restored(String id, boolean done, Duration duration) {
	}

}
