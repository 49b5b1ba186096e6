package io.partsmith.archive.parquet;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * {@code numeric} with a fixed number of digits behind the point. PostgreSQL sends it as
 * digits to the base of 10000, Parquet has it as one number in two's complement.
 *
 * @param precision the digits, 38 at most, as others read no more
 * @param scale those of them behind the point
 */
record Decimals(int precision, int scale) implements ColumnType {

	static final int MOST_DIGITS = 38;

	private static final BigInteger BASE = BigInteger.valueOf(10_000);

	private static final short POSITIVE = 0;

	private static final short NEGATIVE = 0x4000;

	@Override
	public PrimitiveType named(String name) {
		return Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
			.length(length())
			.as(LogicalTypeAnnotation.decimalType(this.scale, this.precision))
			.named(name);
	}

	private int length() {
		return BigInteger.TEN.pow(this.precision).bitLength() / 8 + 1;
	}

	/** NaN is no number, and has no room. */
	@Override
	public boolean write(ByteBuffer value, RecordConsumer to) {
		ByteBuffer digits = value.slice();
		short sign = digits.getShort(4);
		if (sign != POSITIVE && sign != NEGATIVE) {
			return false;
		}
		BigInteger number = read(digits, sign);
		byte[] bytes = number.toByteArray();
		if (bytes.length > length() || !value.slice().equals(ByteBuffer.wrap(write(number)))) {
			return false;
		}
		byte[] fixed = new byte[length()];
		Arrays.fill(fixed, (byte) (number.signum() < 0 ? -1 : 0));
		System.arraycopy(bytes, 0, fixed, fixed.length - bytes.length, bytes.length);
		to.addBinary(Binary.fromConstantByteArray(fixed));
		return true;
	}

	/** The number of the last decimal digits. */
	private BigInteger read(ByteBuffer digits, short sign) {
		int count = digits.getShort();
		int weight = digits.getShort();
		digits.position(8);
		BigInteger number = BigInteger.ZERO;
		for (int i = 0; i < count; i++) {
			number = number.multiply(BASE).add(BigInteger.valueOf(digits.getShort()));
		}
		int shift = 4 * (weight - count + 1) + this.scale;
		number = (shift >= 0) ? number.multiply(BigInteger.TEN.pow(shift)) : number.divide(BigInteger.TEN.pow(-shift));
		return (sign == NEGATIVE) ? number.negate() : number;
	}

	/** As PostgreSQL sends it: without zeros at either end. */
	private byte[] write(BigInteger number) {
		int behind = (this.scale + 3) / 4;
		BigInteger left = number.abs().multiply(BigInteger.TEN.pow(4 * behind - this.scale));
		short[] digits = new short[(MOST_DIGITS + 3) / 4 + 2];
		int first = digits.length;
		while (left.signum() != 0) {
			BigInteger[] parts = left.divideAndRemainder(BASE);
			digits[--first] = parts[1].shortValue();
			left = parts[0];
		}
		int end = digits.length;
		while (end > first && digits[end - 1] == 0) {
			end--;
		}
		int weight = (number.signum() != 0) ? digits.length - first - 1 - behind : 0;
		ByteBuffer bytes = ByteBuffer.allocate(8 + 2 * (end - first));
		bytes.putShort((short) (end - first)).putShort((short) weight);
		bytes.putShort((number.signum() < 0) ? NEGATIVE : POSITIVE).putShort((short) this.scale);
		for (int i = first; i < end; i++) {
			bytes.putShort(digits[i]);
		}
		return bytes.array();
	}

	@Override
	public Cell cell() {
		return new Cell() {

			@Override
			public void addBinary(Binary bytes) {
				this.value = write(new BigInteger(bytes.getBytes()));
			}

		};
	}

}
