package io.partsmith.archive;

import java.nio.charset.StandardCharsets;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Manifests as JSON. */
final class ManifestJson {

	private final JsonMapper mapper = JsonMapper.builder()
		.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
		.enable(SerializationFeature.INDENT_OUTPUT)
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
		.build();

	byte[] write(Manifest manifest) {
		return this.mapper.writeValueAsString(manifest).getBytes(StandardCharsets.UTF_8);
	}

	/** Reads what {@link #write} gave. */
	Manifest read(byte[] json, String location) {
		try {
			JsonNode tree = this.mapper.readTree(json);
			if (!Manifest.FORMAT.equals(tree.path("format").asString(""))
					|| tree.path("version").asInt(0) != Manifest.VERSION) {
				throw new ArchiveException(location + " is no manifest of version " + Manifest.VERSION
						+ "; name the .json file that partsmith wrote beside the rows", null);
			}
			return this.mapper.treeToValue(tree, Manifest.class);
		}
		catch (JacksonException ex) {
			throw new ArchiveException(location + " is no manifest, or a damaged one", ex);
		}
	}

}
