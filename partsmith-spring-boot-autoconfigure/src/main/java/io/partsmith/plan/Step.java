package io.partsmith.plan;

/** The step of a run at which something was found or failed. */
public enum Step {

	/** While the plan was made. */
	PLAN,

	/** While a partition was made. */
	CREATE,

	/** While the wanted partitions were held against the existing ones. */
	RECONCILE,

	/** While rows were moved. */
	MOVE,

	/** While an orphan was attached again. */
	ATTACH,

	/** While a partition was detached, or a pending detach was finalized. */
	DETACH,

	/** While an orphan was dropped. */
	DROP,

	/** While the rows of a partition were to be kept otherwise. */
	CONVERT

}
