package io.partsmith.archive;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

import io.partsmith.topology.RelationName;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * The rows of a table on their way out or in, one message of the protocol at a time: more
 * than one row of a table, however large, is never in memory.
 *
 * @param connection a connection of pgjdbc
 * @param columns the columns, in their order, and the types in which their values pass
 * @param format how the rows are written
 */
record Copy(Connection connection, List<Manifest.Column> columns, ArchiveFormat format) {

	private static final int BUFFER = 1 << 16;

	/** The number of rows that PostgreSQL says it sent must be that of the rows seen. */
	Contents out(RelationName table, RowSink sink, Progress progress) throws SQLException, IOException {
		CopyOut copy = copies()
			.copyOut("COPY (SELECT " + expressions() + " FROM " + table + ") TO STDOUT " + this.format.clause());
		Contents.Sum sum = new Contents.Sum();
		try {
			boolean first = true;
			for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
				int from = begin(message, first);
				sink.take(message, from);
				if (add(message, from, sum)) {
					progress.row(message.length);
				}
				else {
					progress.bytes(message.length);
				}
				first = false;
			}
		}
		finally {
			if (copy.isActive()) {
				// pgjdbc does not read what is still on its way, so that nobody could go
				// on.
				this.connection.abort(Runnable::run);
			}
		}
		if (copy.getHandledRowCount() != sum.rows()) {
			throw new IOException("PostgreSQL copied " + copy.getHandledRowCount() + " rows of " + table + ", but "
					+ sum.rows() + " arrived");
		}
		return sum.contents();
	}

	/** PostgreSQL sends each row as a message; in front of the first may be a header. */
	private int begin(byte[] message, boolean first) {
		if (!first) {
			return 0;
		}
		return this.format.isText() ? message.length
				: RowReader.isHeader(message, message.length) ? RowReader.HEADER : 0;
	}

	/** Whether it was a row. */
	private boolean add(byte[] message, int from, Contents.Sum sum) {
		boolean end = !this.format.isText() && message.length - from == 2;
		boolean row = !end && message.length > from;
		if (row) {
			sum.part(message, from, message.length - from);
			sum.endRow();
		}
		return row;
	}

	/** PostgreSQL must have taken as many rows as were read. */
	Contents in(RelationName table, InputStream rows, Progress progress) throws SQLException, IOException {
		CopyIn copy = copies().copyIn("COPY " + table + " (" + names() + ") FROM STDIN " + this.format.clause());
		try {
			InputStream sent = new BufferedInputStream(new Sending(rows, copy), BUFFER);
			Contents read = new RowReader(sent, progress).read(this.format);
			long taken = copy.endCopy();
			if (taken != read.rows()) {
				throw new IOException(
						"PostgreSQL took " + taken + " rows of " + table + ", but " + read.rows() + " were sent");
			}
			return read;
		}
		catch (RefusedException ex) {
			throw ex.refusal;
		}
		finally {
			if (copy.isActive()) {
				copy.cancelCopy();
			}
		}
	}

	private CopyManager copies() throws SQLException {
		return this.connection.unwrap(PGConnection.class).getCopyAPI();
	}

	private String names() {
		return this.columns.stream().map(Manifest.Column::quotedName).collect(Collectors.joining(", "));
	}

	private String expressions() {
		return this.columns.stream()
			.map((column) -> column.quotedName() + (column.isAsText() ? "::text" : ""))
			.collect(Collectors.joining(", "));
	}

	/** Sends on what is read. */
	private static final class Sending extends FilterInputStream {

		private final CopyIn copy;

		Sending(InputStream rows, CopyIn copy) {
			super(rows);
			this.copy = copy;
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
		}

		@Override
		public int read(byte[] into, int from, int length) throws IOException {
			int read = super.read(into, from, length);
			if (read > 0) {
				try {
					this.copy.writeToCopy(into, from, read);
				}
				catch (SQLException ex) {
					throw new RefusedException(ex);
				}
			}
			return read;
		}

	}

	/** Carries what PostgreSQL said past whoever reads. */
	private static final class RefusedException extends IOException {

		private static final long serialVersionUID = 1L;

		private final SQLException refusal;

		RefusedException(SQLException refusal) {
			super(refusal);
			this.refusal = refusal;
		}

	}

}
