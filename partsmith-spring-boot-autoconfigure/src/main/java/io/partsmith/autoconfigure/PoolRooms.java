package io.partsmith.autoconfigure;

import javax.sql.DataSource;

import io.partsmith.postgres.RunRoom;

/** Says how many runs the pool of a data source has room for. */
@FunctionalInterface
interface PoolRooms {

	/**
	 * The room of a pool.
	 * @param pool the pool
	 * @return its room
	 * @throws PartsmithConfigurationException if it has none for a run
	 */
	RunRoom in(DataSource pool);

}
