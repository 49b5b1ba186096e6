package io.partsmith.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What partsmith has archived.
 *
 * @param directory where to
 */
record Archive(Path directory) {

	List<String> lines(String partition) throws IOException {
		String table = partition.substring(0, partition.indexOf("__"));
		try (Stream<Path> files = Files.list(this.directory.resolve("public." + table))) {
			Path file = files.filter((each) -> each.getFileName().toString().startsWith(partition + "."))
				.filter((each) -> each.toString().endsWith(".csv.gz"))
				.findFirst()
				.orElseThrow();
			try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
				return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
			}
		}
	}

}
