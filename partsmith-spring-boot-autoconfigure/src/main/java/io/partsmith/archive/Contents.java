package io.partsmith.archive;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells rows apart whatever their order: how many there are, and the sum of what
 * SHA-256 makes of each, modulo 2^128.
 *
 * @param rows the number of rows
 * @param digest the sum in 32 hexadecimal digits
 */
record Contents(long rows, String digest) {

	/** Adds rows up. */
	static final class Sum {

		private final MessageDigest row = sha256();

		private long rows;

		private long high;

		private long low;

		/** A part of the present row. */
		void part(byte[] bytes, int from, int length) {
			this.row.update(bytes, from, length);
		}

		/** The end of the present row. */
		void endRow() {
			byte[] hash = this.row.digest();
			long added = ByteBuffer.wrap(hash).getLong(8);
			this.low += added;
			long carry = (Long.compareUnsigned(this.low, added) < 0) ? 1 : 0;
			this.high += ByteBuffer.wrap(hash).getLong(0) + carry;
			this.rows++;
		}

		long rows() {
			return this.rows;
		}

		Contents contents() {
			return new Contents(this.rows,
					HexFormat.of().toHexDigits(this.high) + HexFormat.of().toHexDigits(this.low));
		}

	}

	static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
