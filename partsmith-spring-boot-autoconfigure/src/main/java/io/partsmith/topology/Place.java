package io.partsmith.topology;

/** Whether the tablespace or the server that new partitions go to can be used. */
public enum Place {

	/** It can be used, or none is named. */
	USABLE,

	/** There is none of that name. */
	MISSING,

	/** Our role lacks the privilege to use it. */
	FORBIDDEN

}
