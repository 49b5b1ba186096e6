package io.partsmith.plan;

import java.util.List;

import io.partsmith.topology.RelationName;

/**
 * A plain table that takes the rows of a partitioned one.
 *
 * @param name its name
 * @param oid its OID when it was looked at
 * @param columns the columns that take the values of the row; what is generated there is
 * computed anew
 */
public record Destination(RelationName name, long oid, List<String> columns) {

	/**
	 * Copies the columns.
	 * @param name its name
	 * @param oid its OID
	 * @param columns its columns
	 */
	public Destination {
		columns = List.copyOf(columns);
	}

}
