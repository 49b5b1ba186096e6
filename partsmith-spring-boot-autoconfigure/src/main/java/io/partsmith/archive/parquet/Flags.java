package io.partsmith.archive.parquet;

import java.nio.ByteBuffer;

import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** Truth values. */
record Flags() implements ColumnType {

	@Override
	public PrimitiveType named(String name) {
		return Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
	}

	@Override
	public boolean write(ByteBuffer value, RecordConsumer to) {
		to.addBoolean(value.get() != 0);
		return true;
	}

	@Override
	public Cell cell() {
		return new Cell() {

			@Override
			public void addBoolean(boolean flag) {
				this.value = new byte[] { (byte) (flag ? 1 : 0) };
			}

		};
	}

}
