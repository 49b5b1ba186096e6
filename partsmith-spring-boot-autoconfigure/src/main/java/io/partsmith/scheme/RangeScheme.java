package io.partsmith.scheme;

import java.util.List;

/**
 * A table divided by RANGE.
 *
 * @param key the key's columns; the leading one carries the window, the others are
 * bounded by {@code MINVALUE} at both ends
 * @param boundaries where windows begin and end on the leading column
 */
public record RangeScheme(List<String> key, Boundaries boundaries) {

	/**
	 * Copies the key.
	 * @param key the key's columns
	 * @param boundaries where windows begin and end
	 * @throws IllegalArgumentException if the key is empty
	 */
	public RangeScheme {
		key = List.copyOf(key);
		if (key.isEmpty()) {
			throw new IllegalArgumentException("A partition key has at least one column");
		}
	}

}
