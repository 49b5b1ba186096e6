package io.partsmith.topology;

import org.jspecify.annotations.Nullable;

/**
 * A detached table that carries our marker.
 *
 * @param relation the table
 * @param marker what the marker says
 * @param branch its division, or {@code null} where it is not partitioned itself
 */
public record Orphan(Relation relation, Marker marker, @Nullable Branch branch) {

	/**
	 * An orphan that is not partitioned itself.
	 * @param relation the table
	 * @param marker what the marker says
	 */
	public Orphan(Relation relation, Marker marker) {
		this(relation, marker, null);
	}

	/**
	 * The table's name.
	 * @return the qualified name
	 */
	public RelationName name() {
		return this.relation.name();
	}

}
