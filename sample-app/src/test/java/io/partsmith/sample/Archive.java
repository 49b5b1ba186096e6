package io.partsmith.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * What {@link ArchiveBeforeDrop} left.
 *
 * @param directory where it writes
 */
record Archive(Path directory) {

	Path file(String partition) {
		return this.directory.resolve("public." + partition + ".csv.gz");
	}

	List<String> lines(String partition) throws IOException {
		try (InputStream in = new GZIPInputStream(Files.newInputStream(file(partition)))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
	}

}
