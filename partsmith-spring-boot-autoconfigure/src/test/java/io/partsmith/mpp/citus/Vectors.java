package io.partsmith.mpp.citus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Patroni's own code answers. */
final class Vectors {

	private static final JsonNode ALL = read();

	private Vectors() {
	}

	static Stream<JsonNode> of(String part) {
		return ALL.get(part).valueStream();
	}

	private static JsonNode read() {
		try (InputStream file = Vectors.class.getResourceAsStream("mpp-vectors.json")) {
			return JsonMapper.shared().readTree(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
