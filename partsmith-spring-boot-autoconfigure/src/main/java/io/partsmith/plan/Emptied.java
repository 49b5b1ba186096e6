package io.partsmith.plan;

/** What becomes of a partition whose rows were moved into another table. */
public enum Emptied {

	/** It stays where it is, and takes rows as before. */
	KEEP,

	/**
	 * It is detached and dropped, with the hooks of both; what is inserted until then is
	 * moved in the transaction of the drop.
	 */
	DROP

}
