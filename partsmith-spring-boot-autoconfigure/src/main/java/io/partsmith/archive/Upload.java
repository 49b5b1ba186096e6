package io.partsmith.archive;

import java.io.IOException;
import java.io.OutputStream;

import org.springframework.core.io.Resource;

/** Something that is being written and is not there yet. */
interface Upload {

	/**
	 * Takes the bytes. Whoever fails closes it too, so that closing it ends nothing:
	 * {@link #complete()} does.
	 */
	OutputStream out();

	/** All bytes are written. */
	void complete() throws IOException;

	/** Reads what was written, once that is complete. */
	Resource readBack();

	/** Gives it its name. */
	void publish() throws IOException;

	/** Takes it away, as far as that can be done. */
	void abandon();

}
