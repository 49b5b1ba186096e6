package io.partsmith.lifecycle;

/** Whether a condition holds. */
public enum Truth {

	/** It holds. */
	YES,

	/** It does not hold. */
	NO,

	/** Nobody can tell, or nobody was asked yet. */
	UNKNOWN

}
