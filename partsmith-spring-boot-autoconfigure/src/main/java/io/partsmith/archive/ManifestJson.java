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
			return sound(this.mapper.treeToValue(tree, Manifest.class), location);
		}
		catch (JacksonException ex) {
			throw new ArchiveException(location + " is no manifest, or a damaged one", ex);
		}
	}

	/**
	 * Whoever can write into an archive can write a manifest too. It must not lead to a
	 * file that is not beside it, nor bring anything else than types in the place of
	 * types.
	 */
	private static Manifest sound(Manifest manifest, String location) {
		String file = manifest.data().name();
		boolean elsewhere = file.isEmpty() || file.startsWith(".") || file.contains("/") || file.contains("\\");
		boolean strange = manifest.columns()
			.stream()
			.anyMatch((column) -> column.isAsText() && !column.stored().equals(Manifest.TEXT));
		if (elsewhere || strange) {
			throw new ArchiveException(location + " is not as partsmith wrote it: "
					+ (elsewhere ? "its rows are said to be in '" + file + "'"
							: "a column is said to be stored as something else than its type or " + Manifest.TEXT),
					null);
		}
		return manifest;
	}

}
