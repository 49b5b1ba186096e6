package io.partsmith.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The stored bytes, counted and hashed as they pass. */
final class Measured {

	private final MessageDigest sha256 = Contents.sha256();

	private long bytes;

	OutputStream writing(OutputStream out) {
		return new FilterOutputStream(out) {

			@Override
			public void write(int b) throws IOException {
				this.out.write(b);
				Measured.this.sha256.update((byte) b);
				Measured.this.bytes++;
			}

			@Override
			public void write(byte[] from, int offset, int length) throws IOException {
				this.out.write(from, offset, length);
				Measured.this.sha256.update(from, offset, length);
				Measured.this.bytes += length;
			}

		};
	}

	InputStream reading(InputStream in) {
		return new DigestInputStream(in, this.sha256) {

			@Override
			public int read() throws IOException {
				int read = super.read();
				Measured.this.bytes += (read >= 0) ? 1 : 0;
				return read;
			}

			@Override
			public int read(byte[] into, int offset, int length) throws IOException {
				int read = super.read(into, offset, length);
				Measured.this.bytes += Math.max(read, 0);
				return read;
			}

		};
	}

	long bytes() {
		return this.bytes;
	}

	/** To be asked once, at the end. */
	String hash() {
		return HexFormat.of().formatHex(this.sha256.digest());
	}

}
