package io.partsmith.hook;

import io.partsmith.table.TablePartitionConfig;

/**
 * Takes part in the lifecycle of partitions. Every bean of this type is found and called
 * in {@code @Order}; a table may name the ones it wants under {@code hooks}.
 * <p>
 * A hook fires once for each lifecycle unit, while no database lock is held that blocks
 * the application. It does not decide which partitions come or go, but one that throws
 * before an operation aborts it: the run ends with the error in its result, or goes on
 * with the next operation under {@code continue-on-error}, and the operation is planned
 * again by the next run. What is thrown after an operation is logged and counted as a
 * warning; the operation stands and the result stays a success.
 * <p>
 * A call that has a time limit runs on a thread of its own, outside of whatever
 * transaction the caller of the run may have, and is interrupted when its time is over:
 * that counts as if it had thrown. One that does not heed the interrupt is left to
 * itself, and not called for that table again until it ends. A call without a limit runs
 * on the thread of the run. With several tables at a time, a hook is called by several
 * threads at a time.
 * <p>
 * An operation can be planned again after a hook has already run for it, because a later
 * hook refused or the process died: a hook must bear being called twice.
 */
public interface PartitionLifecycleHooks {

	/**
	 * Whether it has anything to do in a phase. Where no hook takes part in the making of
	 * partitions, many are made in one transaction; else each stands between its hooks.
	 * @param phase the phase
	 * @return {@code false} not to be called in it; {@code true} by default
	 */
	default boolean takesPartIn(HookPhase phase) {
		return true;
	}

	/**
	 * Each phase, just before its own method.
	 * @param event the whole truth about the phase
	 */
	default void onEvent(PartitionEvent event) {
	}

	/**
	 * Before a partition is made.
	 * @param config the table's configuration
	 * @param partitionName the qualified name it will have
	 * @param fromValue its lower bound as PostgreSQL takes it; for a member of a HASH set
	 * or a group of a LIST the whole {@code FOR VALUES} clause
	 * @param toValue its upper bound, exclusive; likewise
	 */
	default void beforeCreate(TablePartitionConfig config, String partitionName, String fromValue, String toValue) {
	}

	/**
	 * After a partition was made and attached.
	 * @param config the table's configuration
	 * @param partition the partition
	 */
	default void afterCreate(TablePartitionConfig config, PartitionInfo partition) {
	}

	/**
	 * Before a partition is detached; its rows can still be reached through the table,
	 * except where an earlier detach was broken off.
	 * @param tableName the qualified name of the table
	 * @param partition the partition
	 */
	default void beforeDetach(String tableName, PartitionInfo partition) {
	}

	/**
	 * After a partition was detached.
	 * @param tableName the qualified name of the table
	 * @param partitionName the qualified name of the partition
	 */
	default void afterDetach(String tableName, String partitionName) {
	}

	/**
	 * Before a detached table is dropped: the last chance to read it. Its OID, its window
	 * and the reason are in {@link #onEvent(PartitionEvent)}, which fires just before.
	 * @param tableName the qualified name of the table it was a partition of
	 * @param partitionName its own qualified name
	 */
	default void beforeDrop(String tableName, String partitionName) {
	}

	/**
	 * After a detached table was dropped.
	 * @param tableName the qualified name of the table it was a partition of
	 * @param partitionName the qualified name it had
	 */
	default void afterDrop(String tableName, String partitionName) {
	}

	/**
	 * Before an orphan is attached again.
	 * @param config the table's configuration
	 * @param partition the orphan, with the bounds it gets
	 */
	default void beforeAttach(TablePartitionConfig config, PartitionInfo partition) {
	}

	/**
	 * After an orphan was attached again; an archive of it is out of date from now on.
	 * @param config the table's configuration
	 * @param partition the partition
	 */
	default void afterAttach(TablePartitionConfig config, PartitionInfo partition) {
	}

}
