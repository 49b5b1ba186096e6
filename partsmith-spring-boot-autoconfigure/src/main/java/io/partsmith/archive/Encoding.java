package io.partsmith.archive;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

import io.partsmith.archive.parquet.ParquetColumn;
import io.partsmith.archive.parquet.ParquetInput;
import io.partsmith.archive.parquet.ParquetOutput;

import org.springframework.core.io.Resource;

/**
 * How rows become what is stored, and rows again. Whatever the format is, they come from
 * COPY and go back to it.
 *
 * @param format how rows are written
 * @param compression how that is compressed
 * @param columns the columns of the rows
 */
record Encoding(ArchiveFormat format, ArchiveCompression compression, List<Manifest.Column> columns) {

	static final int BUFFER = 1 << 16;

	/** Takes rows, and ends what is stored when it is closed. */
	RowSink sink(OutputStream stored) throws IOException {
		return (this.format == ArchiveFormat.PARQUET) ? new ParquetSink(stored, this)
				: new StreamSink(this.compression.compress(stored));
	}

	/** Reads the rows as COPY takes them. */
	InputStream rows(Resource stored) throws IOException {
		return (this.format == ArchiveFormat.PARQUET) ? parquet(LocalFile.of(stored))
				: this.compression.decompress(new BufferedInputStream(stored.getInputStream(), BUFFER));
	}

	/** Reads all there is, and says what is found. */
	Contents read(Resource stored, Measured measured, Progress progress) throws IOException {
		if (this.format == ArchiveFormat.PARQUET) {
			try (InputStream rows = parquet(LocalFile.measured(stored, measured))) {
				return new RowReader(rows, progress).read(this.format);
			}
		}
		try (InputStream raw = measured.reading(new BufferedInputStream(stored.getInputStream(), BUFFER))) {
			Contents found = new RowReader(this.compression.decompress(raw), progress).read(this.format);
			// A reader stops where its format ends, whatever comes behind.
			raw.transferTo(OutputStream.nullOutputStream());
			return found;
		}
	}

	private InputStream parquet(LocalFile file) throws IOException {
		try {
			return new FilterInputStream(Parquet.input(file, this)) {

				@Override
				public void close() throws IOException {
					try (file) {
						super.close();
					}
				}

			};
		}
		catch (IOException | RuntimeException | Error ex) {
			file.close();
			throw ex;
		}
	}

	private record StreamSink(OutputStream out) implements RowSink {

		@Override
		public void take(byte[] message, int from) throws IOException {
			this.out.write(message);
		}

		@Override
		public void close() throws IOException {
			this.out.close();
		}

	}

	private record ParquetSink(ParquetOutput out) implements RowSink {

		ParquetSink(OutputStream stored, Encoding encoding) throws IOException {
			this(new ParquetOutput(stored, Parquet.columns(encoding), encoding.compression()));
		}

		@Override
		public void take(byte[] message, int from) throws IOException {
			if (message.length - from > Short.BYTES) {
				this.out.write(ByteBuffer.wrap(message, from, message.length - from));
			}
		}

		@Override
		public void close() throws IOException {
			this.out.close();
		}

	}

	/** The optional library, loaded only where it is asked for. */
	private static final class Parquet {

		static InputStream input(LocalFile file, Encoding encoding) throws IOException {
			return new ParquetInput(file.path(), columns(encoding), encoding.compression());
		}

		static List<ParquetColumn> columns(Encoding encoding) {
			return encoding.columns()
				.stream()
				.map((column) -> new ParquetColumn(column.name(), column.stored()))
				.toList();
		}

	}

}
