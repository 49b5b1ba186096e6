package io.partsmith.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directories whose names are on the disk. One that a crash of the machine takes away
 * again would take its files along, whose table is gone by then.
 */
final class DurableDirectory {

	private static final Logger log = LoggerFactory.getLogger(DurableDirectory.class);

	private DurableDirectory() {
	}

	/** Makes a directory and those above it, where they are missing. */
	static Path make(Path directory) throws IOException {
		Path made = directory.toAbsolutePath().normalize();
		Path parent = made.getParent();
		if (parent != null && !Files.isDirectory(made)) {
			make(parent);
			Files.createDirectories(made);
			force(parent);
		}
		return made;
	}

	/** Writes the names in it to the disk. */
	static void force(Path directory) throws IOException {
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
				throw ex;
			}
			log.debug("{} cannot be forced to the disk here", directory, ex);
		}
	}

}
