package io.partsmith.mpp.citus;

import java.util.Locale;

/** What a server is within its group. */
enum NodeRole {

	PRIMARY,

	SECONDARY,

	/** A primary that traffic is kept from. */
	DEMOTED;

	/** As {@code pg_dist_node} has it, which knows of no pause. */
	String column() {
		return (this == DEMOTED) ? PRIMARY.column() : name().toLowerCase(Locale.ROOT);
	}

	boolean leads() {
		return this != SECONDARY;
	}

}
