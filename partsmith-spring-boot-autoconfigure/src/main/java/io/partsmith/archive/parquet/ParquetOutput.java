package io.partsmith.archive.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * Writes rows to a file from its beginning to its end, and has one group of rows in
 * memory at a time.
 */
public final class ParquetOutput implements Closeable {

	/** Small, so that an export needs little memory; readers read several at a time. */
	private static final long GROUP_BYTES = 8L << 20;

	private static final int PAGE_BYTES = 1 << 18;

	private final OutputStream out;

	private final ParquetWriter<ByteBuffer> writer;

	private final FitCheck fit;

	private long rows;

	/**
	 * Begins a file.
	 * @param out takes its bytes, and is closed with this
	 * @param columns its columns, each of a type that is native
	 * @param compression compresses its pages
	 * @throws IOException if it could not be begun
	 */
	public ParquetOutput(OutputStream out, List<ParquetColumn> columns, PageCompression compression)
			throws IOException {
		this.out = out;
		this.fit = new FitCheck(columns);
		PageCodecs codecs = new PageCodecs(compression);
		this.writer = new Builder(new Sequential(out), columns).withConf(new PlainParquetConfiguration())
			.withCodecFactory(codecs)
			.withCompressionCodec(codecs.name())
			.withRowGroupSize(GROUP_BYTES)
			.withPageSize(PAGE_BYTES)
			// The first rows may be the large ones.
			.withMinRowCountForPageSizeCheck(1)
			.build();
	}

	/**
	 * Writes a row.
	 * @param row a row in the form of {@code COPY ... (FORMAT binary)}: the number of
	 * values, and for each its length, or -1 for NULL, and its bytes. It must not be
	 * changed afterwards
	 * @throws UnfitValueException if there is no room for a value, in this row or in one
	 * before; the file cannot be gone on with then
	 * @throws IOException if it could not be written
	 */
	public void write(ByteBuffer row) throws IOException {
		if (this.fit.isLost()) {
			this.fit.check(row);
			return;
		}
		ByteBuffer again = row.duplicate();
		try {
			this.writer.write(row);
			this.rows++;
		}
		catch (RowWriteSupport.Unfit ex) {
			this.fit.begin(again, this.rows);
		}
	}

	/**
	 * Ends the file.
	 * @throws UnfitValueException if it is lost, and nobody was told
	 */
	@Override
	public void close() throws IOException {
		if (!this.fit.isLost()) {
			this.writer.close();
			return;
		}
		this.out.close();
		this.fit.end();
	}

	/** A file that is written from its beginning to its end. */
	private record Sequential(OutputStream out) implements OutputFile {

		@Override
		public PositionOutputStream create(long blockSize) {
			return new Counting(this.out);
		}

		@Override
		public PositionOutputStream createOrOverwrite(long blockSize) {
			return new Counting(this.out);
		}

		@Override
		public boolean supportsBlockSize() {
			return false;
		}

		@Override
		public long defaultBlockSize() {
			return 0;
		}

	}

	private static final class Counting extends DelegatingPositionOutputStream {

		private final OutputStream out;

		private long position;

		Counting(OutputStream out) {
			super(out);
			this.out = out;
		}

		@Override
		public long getPos() {
			return this.position;
		}

		@Override
		public void write(int b) throws IOException {
			this.out.write(b);
			this.position++;
		}

		@Override
		public void write(byte[] bytes) throws IOException {
			write(bytes, 0, bytes.length);
		}

		@Override
		public void write(byte[] bytes, int from, int length) throws IOException {
			this.out.write(bytes, from, length);
			this.position += length;
		}

	}

	private static final class Builder extends ParquetWriter.Builder<ByteBuffer, Builder> {

		private final List<ParquetColumn> columns;

		Builder(OutputFile file, List<ParquetColumn> columns) {
			super(file);
			this.columns = columns;
		}

		@Override
		protected Builder self() {
			return this;
		}

		@Override
		protected WriteSupport<ByteBuffer> getWriteSupport(Configuration configuration) {
			return new RowWriteSupport(this.columns);
		}

		@Override
		protected WriteSupport<ByteBuffer> getWriteSupport(ParquetConfiguration configuration) {
			return new RowWriteSupport(this.columns);
		}

	}

}
