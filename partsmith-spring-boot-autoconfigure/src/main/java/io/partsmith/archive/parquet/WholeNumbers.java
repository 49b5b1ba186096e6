package io.partsmith.archive.parquet;

import java.nio.ByteBuffer;

import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Whole numbers, and what is counted in them: days and microseconds, from 2000 on in
 * PostgreSQL, which has numbers that mean infinity, and from 1970 on in Parquet, which
 * has none.
 *
 * @param bytes how long a number is in PostgreSQL: 2, 4 or 8
 * @param annotation what it means in Parquet
 * @param epoch where PostgreSQL begins to count, in Parquet's counting; 0 for numbers
 */
record WholeNumbers(int bytes, LogicalTypeAnnotation annotation, long epoch) implements ColumnType {

	@Override
	public PrimitiveType named(String name) {
		return Types.optional((this.bytes == 8) ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32)
			.as(this.annotation)
			.named(name);
	}

	@Override
	public boolean write(ByteBuffer value, RecordConsumer to) {
		switch (this.bytes) {
			case 2 -> to.addInteger(value.getShort());
			case 4 -> {
				int number = value.getInt();
				long shifted = number + this.epoch;
				if (isInfinite(number, Integer.MIN_VALUE, Integer.MAX_VALUE) || shifted > Integer.MAX_VALUE) {
					return false;
				}
				to.addInteger((int) shifted);
			}
			default -> {
				long number = value.getLong();
				if (isInfinite(number, Long.MIN_VALUE, Long.MAX_VALUE) || number > Long.MAX_VALUE - this.epoch) {
					return false;
				}
				to.addLong(number + this.epoch);
			}
		}
		return true;
	}

	private boolean isInfinite(long number, long least, long most) {
		return this.epoch != 0 && (number == least || number == most);
	}

	@Override
	public Cell cell() {
		return new Cell() {

			@Override
			public void addInt(int number) {
				addLong(number);
			}

			@Override
			public void addLong(long number) {
				long shifted = number - WholeNumbers.this.epoch;
				ByteBuffer bytes = ByteBuffer.allocate(WholeNumbers.this.bytes);
				this.value = switch (WholeNumbers.this.bytes) {
					case 2 -> bytes.putShort((short) shifted).array();
					case 4 -> bytes.putInt((int) shifted).array();
					default -> bytes.putLong(shifted).array();
				};
			}

		};
	}

}
