package io.partsmith.mpp.citus;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads and changes {@code pg_dist_node}. Every method throws a
 * {@link org.springframework.dao.DataAccessException} where the database refuses.
 */
interface NodeWriter {

	/** The rows of all groups. */
	Map<Integer, GroupNodes> load();

	/**
	 * Begins a transaction, which ends by itself, undone, after a silence.
	 * @param silence the time after which nobody is expected to end it
	 */
	void begin(Duration silence);

	/**
	 * Does one step, in the open transaction if there is one.
	 * @return the id of the row, {@code null} where there is none any more
	 */
	@Nullable Integer apply(int group, NodeStep step, Duration cooldown);

	void commit();

	/** Undoes the open transaction, if there is one. Never throws. */
	void rollback();

}
