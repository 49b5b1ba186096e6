package io.partsmith.scheme;

import java.util.Optional;

/**
 * A level with a cursor, whose partitions follow each other along an axis. Each of them
 * is a lifecycle unit with everything beneath it.
 */
public sealed interface Progression extends Scheme permits RangeScheme, SlidingListScheme {

	/**
	 * Where windows begin and end on the leading column.
	 * @return the boundaries
	 */
	Boundaries boundaries();

	/**
	 * This level laid over a key.
	 * @param type the type of the leading column
	 * @param columns the number of columns in the key
	 * @return the grid; empty where the boundaries do not fit the type
	 */
	Optional<Grid> over(KeyType type, int columns);

}
