package io.partsmith.archive.parquet;

import java.nio.ByteBuffer;

import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** How values of a type are written, and read again. */
interface ColumnType {

	/** The type of a column in Parquet. */
	PrimitiveType named(String name);

	/**
	 * Writes a value.
	 * @param value the value in PostgreSQL's binary form, between position and limit
	 * @return {@code false} if there is no room for it, and nothing was written
	 */
	boolean write(ByteBuffer value, RecordConsumer to);

	/** Takes the values of one column one by one. */
	Cell cell();

	/** A value of the present row. */
	abstract class Cell extends PrimitiveConverter {

		/** In PostgreSQL's binary form; {@code null} is NULL. */
		byte @Nullable [] value;

	}

}
