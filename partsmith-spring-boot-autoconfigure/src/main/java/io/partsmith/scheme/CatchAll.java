package io.partsmith.scheme;

/**
 * A partition with an open end, made on request. Unlike DEFAULT, it stands in the way of
 * no attach but that of a window within it, and never expires.
 */
public enum CatchAll {

	/** From {@code MINVALUE} to the first window; named {@code __below}. */
	BELOW,

	/**
	 * From the end of the last window made ahead to {@code MAXVALUE}; named
	 * {@code __above}.
	 */
	ABOVE;

	/**
	 * What stands behind the table's name in the name of the partition.
	 * @return {@code __below} or {@code __above}
	 */
	public String suffix() {
		return (this == BELOW) ? "__below" : "__above";
	}

}
