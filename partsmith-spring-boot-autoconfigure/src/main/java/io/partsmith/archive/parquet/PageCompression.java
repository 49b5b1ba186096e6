package io.partsmith.archive.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Compresses the pages of a file. */
public interface PageCompression {

	/**
	 * What Parquet calls it.
	 * @return {@code UNCOMPRESSED}, {@code GZIP} or {@code ZSTD}
	 */
	String codec();

	/**
	 * Compresses.
	 * @param out takes what is compressed
	 * @return takes what is not
	 * @throws IOException if that cannot be written to
	 */
	OutputStream compress(OutputStream out) throws IOException;

	/**
	 * Decompresses.
	 * @param in gives what is compressed
	 * @return gives what is not
	 * @throws IOException if that cannot be read
	 */
	InputStream decompress(InputStream in) throws IOException;

}
