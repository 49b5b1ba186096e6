package io.partsmith.topology;

/**
 * How PostgreSQL divides a table: the word after {@code PARTITION BY}, and
 * {@code pg_partitioned_table.partstrat} in the catalog.
 */
public enum PartitionMethod {

	/** Half open ranges of one or more key columns. */
	RANGE,

	/** Lists of single values. */
	LIST,

	/** Residue classes of a hash of the key. */
	HASH;

	/**
	 * The method that a catalog letter stands for.
	 * @param strategy {@code pg_partitioned_table.partstrat}: {@code r}, {@code l} or
	 * {@code h}
	 * @return the method
	 * @throws IllegalArgumentException if the letter is none of the three
	 */
	public static PartitionMethod ofCatalogLetter(String strategy) {
		return switch (strategy) {
			case "r" -> RANGE;
			case "l" -> LIST;
			case "h" -> HASH;
			default -> throw new IllegalArgumentException("Unknown partition strategy '" + strategy + "'");
		};
	}

}
