package io.partsmith.archive.parquet;

import java.io.IOException;

/**
 * A value for which Parquet's type has no room, such as an infinite timestamp. Its column
 * can be written as text.
 */
public final class UnfitValueException extends IOException {

	private static final long serialVersionUID = 1L;

	private final String column;

	UnfitValueException(String column, String type) {
		super("Parquet has no room for a value of " + column + " " + type);
		this.column = column;
	}

	/**
	 * The column.
	 * @return its name
	 */
	public String column() {
		return this.column;
	}

}
