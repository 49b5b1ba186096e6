package io.partsmith.postgres;

import io.partsmith.plan.Scope;
import io.partsmith.table.TablePartitionConfig;

/** Lets one maintainer at a time work in a lane of a table. */
public interface LockManager {

	/**
	 * Takes the locks of a table that a run needs, or says at once who holds one. The
	 * lanes are locked apart, so that a long retirement never keeps a partition from
	 * being made.
	 * @param config the table
	 * @param scope what the run is to do
	 * @return the lock, or its holder, for whose end it does not wait
	 * @throws org.springframework.dao.DataAccessException if the store of the locks could
	 * not be asked
	 */
	LockAttempt tryLock(TablePartitionConfig config, Scope scope);

}
