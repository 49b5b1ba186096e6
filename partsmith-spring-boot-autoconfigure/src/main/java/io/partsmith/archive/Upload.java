package io.partsmith.archive;

import java.io.IOException;
import java.io.OutputStream;

import org.springframework.core.io.Resource;

/** Something that is being written and is not there yet. */
interface Upload {

	/** Takes the bytes; to be closed when all of them are written. */
	OutputStream out();

	/** Reads what was written, once that is closed. */
	Resource readBack();

	/** Gives it its name. */
	void publish() throws IOException;

	/** Takes it away, as far as that can be done. */
	void abandon();

}
