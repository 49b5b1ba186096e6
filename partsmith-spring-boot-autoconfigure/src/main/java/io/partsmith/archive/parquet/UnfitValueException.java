package io.partsmith.archive.parquet;

import java.io.IOException;
import java.util.Set;

/**
 * Values for which Parquet's types have no room, such as an infinite timestamp. Their
 * columns can be written as text.
 */
public final class UnfitValueException extends IOException {

	private static final long serialVersionUID = 1L;

	private final transient Set<String> columns;

	UnfitValueException(Set<String> columns) {
		super("Parquet has no room for values of " + String.join(", ", columns));
		this.columns = Set.copyOf(columns);
	}

	/**
	 * The columns that are known to have such values.
	 * @return their names
	 */
	public Set<String> columns() {
		return this.columns;
	}

}
