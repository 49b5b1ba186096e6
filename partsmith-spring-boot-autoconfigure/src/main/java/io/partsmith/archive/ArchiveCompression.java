package io.partsmith.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.partsmith.archive.parquet.PageCompression;

/** How an archive is compressed. */
public enum ArchiveCompression implements PageCompression {

	/** Not at all. */
	NONE,

	/** With what every Java has. */
	GZIP,

	/** Smaller and faster; needs {@code com.github.luben:zstd-jni}. */
	ZSTD;

	private static final int BUFFER = 1 << 16;

	@Override
	public OutputStream compress(OutputStream out) throws IOException {
		return switch (this) {
			case NONE -> out;
			case GZIP -> new GZIPOutputStream(out, BUFFER);
			case ZSTD -> Zstd.compress(out);
		};
	}

	@Override
	public InputStream decompress(InputStream in) throws IOException {
		return switch (this) {
			case NONE -> in;
			case GZIP -> new GZIPInputStream(in, BUFFER);
			case ZSTD -> Zstd.decompress(in);
		};
	}

	@Override
	public String codec() {
		return (this == NONE) ? "UNCOMPRESSED" : name();
	}

	/** The end of a file's name. */
	String suffix() {
		return switch (this) {
			case NONE -> "";
			case GZIP -> ".gz";
			case ZSTD -> ".zst";
		};
	}

	/**
	 * The compression as it stands in YAML.
	 * @return for example {@code zstd}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The optional library, loaded only where it is asked for. */
	private static final class Zstd {

		static OutputStream compress(OutputStream out) throws IOException {
			// The frame's own checksum tells a damaged file before its rows are looked
			// at.
			return new ZstdOutputStream(out).setChecksum(true);
		}

		static InputStream decompress(InputStream in) throws IOException {
			return new ZstdInputStream(in);
		}

	}

}
