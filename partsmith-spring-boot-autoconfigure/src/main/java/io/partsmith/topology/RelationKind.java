package io.partsmith.topology;

/** What a partition or an orphan is physically. */
public enum RelationKind {

	/** An ordinary table. */
	TABLE,

	/**
	 * An ordinary table whose rows lie in columns, by the access method of Citus: it
	 * takes INSERT, but no UPDATE and no DELETE.
	 */
	COLUMNAR,

	/** A partitioned table, the root of a subtree. */
	PARTITIONED,

	/** A foreign table. */
	FOREIGN;

	/**
	 * Whether it is an ordinary table, however its rows lie.
	 * @return {@code false} for what is divided itself, and for a foreign table
	 */
	public boolean isOrdinary() {
		return this == TABLE || this == COLUMNAR;
	}

	/**
	 * The kind a catalog letter stands for, whatever the access method is.
	 * @param relkind {@code pg_class.relkind}: {@code r}, {@code p} or {@code f}
	 * @return the kind
	 * @throws IllegalArgumentException if the letter is none of the three
	 */
	public static RelationKind ofCatalogLetter(String relkind) {
		return switch (relkind) {
			case "r" -> TABLE;
			case "p" -> PARTITIONED;
			case "f" -> FOREIGN;
			default -> throw new IllegalArgumentException("Unknown relation kind '" + relkind + "'");
		};
	}

}
