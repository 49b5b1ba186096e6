package io.partsmith.archive.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file as the rows that were written to it, in the form of
 * {@code COPY ... (FORMAT binary)}, one group of rows in memory at a time.
 */
public final class ParquetInput extends InputStream {

	/** The signature, no flags and no extension. */
	private static final byte[] HEADER = { 'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0,
			0, 0, 0, 0 };

	/** A row of -1 values. */
	private static final byte[] TRAILER = { (byte) 0xff, (byte) 0xff };

	private final ParquetFileReader reader;

	private final MessageType schema;

	private final RowMaterializer rows;

	private byte[] present = HEADER;

	private int position;

	private @Nullable RecordReader<byte[]> group;

	private long leftInGroup;

	private boolean ended;

	/**
	 * Opens a file.
	 * @param file the file
	 * @param columns the columns that it was written with
	 * @param compression decompresses its pages
	 * @throws IOException if it cannot be read, or has other columns
	 */
	public ParquetInput(Path file, List<ParquetColumn> columns, PageCompression compression) throws IOException {
		this.reader = ParquetFileReader.open(new LocalInputFile(file),
				ParquetReadOptions.builder(new PlainParquetConfiguration())
					.withCodecFactory(new PageCodecs(compression))
					.usePageChecksumVerification()
					.build());
		this.schema = ParquetColumn.schema(columns);
		this.rows = new RowMaterializer(columns);
		MessageType found = this.reader.getFileMetaData().getSchema();
		if (!found.equals(this.schema)) {
			this.reader.close();
			throw new IOException("it has the columns " + found + " in place of " + this.schema);
		}
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] into, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, into.length);
		if (this.position == this.present.length && length > 0) {
			byte[] next = next();
			if (next == null) {
				return -1;
			}
			this.present = next;
			this.position = 0;
		}
		int part = Math.min(length, this.present.length - this.position);
		System.arraycopy(this.present, this.position, into, offset, part);
		this.position += part;
		return part;
	}

	private byte @Nullable [] next() throws IOException {
		if (this.ended) {
			return null;
		}
		while (this.leftInGroup == 0) {
			PageReadStore pages = this.reader.readNextRowGroup();
			if (pages == null) {
				this.ended = true;
				return TRAILER;
			}
			this.leftInGroup = pages.getRowCount();
			this.group = new ColumnIOFactory().getColumnIO(this.schema).getRecordReader(pages, this.rows);
		}
		this.leftInGroup--;
		return Objects.requireNonNull(this.group).read();
	}

	@Override
	public void close() throws IOException {
		this.reader.close();
	}

}
