package io.partsmith.archive.parquet;

import java.util.List;
import java.util.Objects;

import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A column of a file.
 *
 * @param name its name
 * @param type its type in PostgreSQL, as {@code format_type} has it
 */
public record ParquetColumn(String name, String type) {

	/** The type of what Parquet has no type for, and that is written as text. */
	public static final String TEXT = "text";

	/**
	 * Whether Parquet has a type of its own for one of PostgreSQL's, so that its values
	 * need not be written as text.
	 * @param type a type as {@code format_type} has it
	 * @return {@code true} for numbers, texts, days and points in time, UUIDs and bytes
	 */
	public static boolean isNative(String type) {
		return ColumnTypes.of(type) != null;
	}

	ColumnType columnType() {
		return Objects.requireNonNull(ColumnTypes.of(this.type), () -> this.type + " is to be written as text");
	}

	/** Every column may be NULL: what is archived is not checked again. */
	static MessageType schema(List<ParquetColumn> columns) {
		return new MessageType("partition",
				columns.stream().map((column) -> (Type) column.columnType().named(column.name())).toList());
	}

}
