package io.partsmith.archive;

import java.io.Closeable;
import java.io.IOException;

/** Takes rows as COPY gives them. */
interface RowSink extends Closeable {

	/**
	 * Takes a message of the protocol, which is a row, or the format's header or end.
	 * @param message the bytes, which are not changed afterwards
	 * @param from where the row begins, behind a header
	 */
	void take(byte[] message, int from) throws IOException;

	@Override
	default void close() throws IOException {
		// Nothing is open.
	}

}
