package io.partsmith.archive.parquet;

import java.nio.ByteBuffer;

import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** Floating-point numbers, which are the same on both sides, NaN and infinity too. */
enum FloatingNumbers implements ColumnType {

	SINGLE(PrimitiveTypeName.FLOAT), DOUBLE(PrimitiveTypeName.DOUBLE);

	private final PrimitiveTypeName type;

	FloatingNumbers(PrimitiveTypeName type) {
		this.type = type;
	}

	@Override
	public PrimitiveType named(String name) {
		return Types.optional(this.type).named(name);
	}

	@Override
	public boolean write(ByteBuffer value, RecordConsumer to) {
		if (this == SINGLE) {
			to.addFloat(value.getFloat());
		}
		else {
			to.addDouble(value.getDouble());
		}
		return true;
	}

	@Override
	public Cell cell() {
		return new Cell() {

			@Override
			public void addFloat(float number) {
				this.value = ByteBuffer.allocate(Float.BYTES).putFloat(number).array();
			}

			@Override
			public void addDouble(double number) {
				this.value = ByteBuffer.allocate(Double.BYTES).putDouble(number).array();
			}

		};
	}

}
