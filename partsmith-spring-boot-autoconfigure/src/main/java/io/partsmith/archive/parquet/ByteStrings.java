package io.partsmith.archive.parquet;

import java.nio.ByteBuffer;

import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are the same on both sides: texts in UTF-8, UUIDs, and bytes themselves.
 *
 * @param length how many there are, or 0 for any number
 * @param annotation what they mean, or {@code null} for nothing
 */
record ByteStrings(int length, @Nullable LogicalTypeAnnotation annotation) implements ColumnType {

	@Override
	public PrimitiveType named(String name) {
		return ((this.length > 0)
				? Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY).length(this.length).as(this.annotation)
				: Types.optional(PrimitiveTypeName.BINARY).as(this.annotation))
			.named(name);
	}

	@Override
	public boolean write(ByteBuffer value, RecordConsumer to) {
		// A dictionary keeps the value, and should not keep the whole row.
		byte[] bytes = new byte[value.remaining()];
		value.get(bytes);
		to.addBinary(Binary.fromConstantByteArray(bytes));
		return true;
	}

	@Override
	public Cell cell() {
		return new Cell() {

			@Override
			public void addBinary(Binary bytes) {
				this.value = bytes.getBytes();
			}

		};
	}

}
