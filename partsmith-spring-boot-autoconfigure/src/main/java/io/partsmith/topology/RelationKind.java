package io.partsmith.topology;

/** What a partition or an orphan is physically: {@code pg_class.relkind}. */
public enum RelationKind {

	/** An ordinary table. */
	TABLE,

	/** A partitioned table, the root of a subtree. */
	PARTITIONED,

	/** A foreign table. */
	FOREIGN;

	/**
	 * The kind a catalog letter stands for.
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
