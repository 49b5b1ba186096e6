package io.partsmith.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Finds the rows in what COPY has written, in constant memory. */
final class RowReader {

	private static final int BUFFER = 1 << 16;

	/** What the binary format begins with. */
	private static final byte[] SIGNATURE = { 'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0 };

	/** The signature, the flags and the length of an extension of the header. */
	static final int HEADER = SIGNATURE.length + 8;

	private final byte[] buffer = new byte[BUFFER];

	private final InputStream in;

	private final Progress progress;

	RowReader(InputStream in, Progress progress) {
		this.in = in;
		this.progress = progress;
	}

	/**
	 * Reads to the end.
	 * @throws IOException if it could not be read, or ends too early
	 */
	Contents read(ArchiveFormat format) throws IOException {
		Contents.Sum sum = new Contents.Sum();
		if (format == ArchiveFormat.CSV) {
			csv(sum);
		}
		else {
			binary(sum);
		}
		return sum.contents();
	}

	/** A line break in quotes is part of a value; a doubled quote leaves and enters. */
	private void csv(Contents.Sum sum) throws IOException {
		boolean header = true;
		boolean quoted = false;
		boolean begun = false;
		for (int length = this.in.read(this.buffer); length >= 0; length = this.in.read(this.buffer)) {
			this.progress.bytes(length);
			int from = 0;
			for (int i = 0; i < length; i++) {
				quoted ^= this.buffer[i] == '"';
				if (this.buffer[i] == '\n' && !quoted) {
					if (!header) {
						sum.part(this.buffer, from, i + 1 - from);
						sum.endRow();
						this.progress.row(0);
					}
					header = false;
					from = i + 1;
				}
			}
			begun = from < length;
			if (!header) {
				sum.part(this.buffer, from, length - from);
			}
		}
		if (header || begun) {
			throw new EOFException("The file ends within a row");
		}
	}

	private void binary(Contents.Sum sum) throws IOException {
		fill(HEADER);
		if (!isHeader(this.buffer, HEADER)) {
			throw new IOException("The file does not begin as PostgreSQL's binary format does");
		}
		for (int fields = number(sum, 2); fields != 0xffff; fields = number(sum, 2)) {
			int length = Short.BYTES;
			for (int i = 0; i < fields; i++) {
				int bytes = number(sum, 4);
				skip(sum, bytes);
				length += Integer.BYTES + Math.max(bytes, 0);
			}
			sum.endRow();
			this.progress.row(length);
		}
		if (this.in.read() >= 0) {
			throw new IOException("The file goes on behind its end");
		}
	}

	static boolean isHeader(byte[] bytes, int length) {
		if (length < HEADER) {
			return false;
		}
		for (int i = 0; i < HEADER; i++) {
			if (bytes[i] != ((i < SIGNATURE.length) ? SIGNATURE[i] : 0)) {
				return false;
			}
		}
		return true;
	}

	/** A number that is part of a row; -1 of two bytes is the end and no row. */
	private int number(Contents.Sum sum, int bytes) throws IOException {
		fill(bytes);
		int number = 0;
		for (int i = 0; i < bytes; i++) {
			number = number << 8 | this.buffer[i] & 0xff;
		}
		if (bytes != 2 || number != 0xffff) {
			sum.part(this.buffer, 0, bytes);
		}
		return number;
	}

	private void skip(Contents.Sum sum, int bytes) throws IOException {
		for (int left = bytes; left > 0;) {
			int length = Math.min(left, BUFFER);
			fill(length);
			sum.part(this.buffer, 0, length);
			left -= length;
		}
	}

	private void fill(int bytes) throws IOException {
		if (this.in.readNBytes(this.buffer, 0, bytes) < bytes) {
			throw new EOFException("The file ends within a row");
		}
	}

}
