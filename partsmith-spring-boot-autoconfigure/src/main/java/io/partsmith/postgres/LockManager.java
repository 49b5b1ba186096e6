package io.partsmith.postgres;

import io.partsmith.table.TablePartitionConfig;

/** Lets one maintainer at a time work on a table. */
public interface LockManager {

	/**
	 * Takes the lock of a table, or says at once who holds it.
	 * @param config the table
	 * @return the lock, or its holder; never waits
	 * @throws org.springframework.dao.DataAccessException if the store of the locks could
	 * not be asked
	 */
	LockAttempt tryLock(TablePartitionConfig config);

}
