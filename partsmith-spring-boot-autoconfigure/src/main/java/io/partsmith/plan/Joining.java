package io.partsmith.plan;

/** Plans what lies beneath a table that is about to be attached. */
@FunctionalInterface
interface Joining {

	/**
	 * Plans it.
	 * @param within the table
	 * @param open whether rows of its window are still to be expected
	 */
	Joined beneath(Site within, boolean open);

}
