package io.partsmith.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.core.io.Resource;

/**
 * Something stored as a file that can be read at any place: itself where it is a file, or
 * a copy in the directory for temporary files.
 *
 * @param path the file
 * @param copy whether it is a copy, which goes when this is closed
 */
record LocalFile(Path path, boolean copy) implements Closeable {

	static LocalFile of(Resource stored) throws IOException {
		return stored.isFile() ? new LocalFile(stored.getFile().toPath(), false) : measured(stored, new Measured());
	}

	/** Reads all of it on the way. */
	static LocalFile measured(Resource stored, Measured measured) throws IOException {
		LocalFile file = stored.isFile() ? new LocalFile(stored.getFile().toPath(), false)
				: new LocalFile(Files.createTempFile("partsmith", ".archive"), true);
		try (InputStream in = measured.reading(stored.getInputStream());
				OutputStream out = file.copy() ? Files.newOutputStream(file.path()) : OutputStream.nullOutputStream()) {
			byte[] buffer = new byte[Encoding.BUFFER];
			for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
				out.write(buffer, 0, length);
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			file.close();
			throw ex;
		}
		return file;
	}

	@Override
	public void close() throws IOException {
		if (this.copy) {
			Files.deleteIfExists(this.path);
		}
	}

}
