package io.partsmith.topology;

/**
 * A detached table that carries our marker.
 *
 * @param relation the table
 * @param marker what the marker says
 */
public record Orphan(Relation relation, Marker marker) {

	/**
	 * The table's name.
	 * @return the qualified name
	 */
	public RelationName name() {
		return this.relation.name();
	}

}
