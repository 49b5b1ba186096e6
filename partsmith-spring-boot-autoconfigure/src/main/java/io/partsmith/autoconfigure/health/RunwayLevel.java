package io.partsmith.autoconfigure.health;

/** How near a table is to an insert that finds no partition. */
enum RunwayLevel {

	/** There is time. */
	AMPLE,

	/** It is getting close. */
	SHORT,

	/** It is all but over. */
	CRITICAL,

	/** The present has no partition. */
	OVER

}
