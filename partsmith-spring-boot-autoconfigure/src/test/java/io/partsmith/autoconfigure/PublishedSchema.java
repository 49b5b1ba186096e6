package io.partsmith.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;
import tools.jackson.databind.json.JsonMapper;

/** The schema in the jar, and what it says of a file that Spring Boot would read. */
final class PublishedSchema {

	static final String RESOURCE = "/META-INF/partsmith/partsmith.schema.json";

	private static final Schema SCHEMA = load();

	private PublishedSchema() {
	}

	private static Schema load() {
		try (InputStream file = PublishedSchema.class.getResourceAsStream(RESOURCE)) {
			return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
				.getSchema(Objects.requireNonNull(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What is wrong; empty where nothing is. */
	static List<String> errors(String yaml) {
		List<String> errors = new ArrayList<>();
		for (Map<String, Object> document : documents(yaml)) {
			for (Error error : SCHEMA.validate(new JsonMapper().valueToTree(document))) {
				errors.add(error.toString());
			}
		}
		return errors;
	}

	/** The documents of a file. */
	static List<Map<String, Object>> documents(String yaml) {
		List<Map<String, Object>> documents = new ArrayList<>();
		yaml().loadAll(yaml).forEach((document) -> documents.add(nested(map(document))));
		return documents;
	}

	/** As Spring Boot reads a file: a date is a text. */
	private static Yaml yaml() {
		LoaderOptions options = new LoaderOptions();
		return new Yaml(new SafeConstructor(options), new Representer(new DumperOptions()), new DumperOptions(),
				options, new Resolver() {

					@Override
					public void addImplicitResolver(Tag tag, Pattern regexp, @Nullable String first, int limit) {
						if (tag != Tag.TIMESTAMP) {
							super.addImplicitResolver(tag, regexp, first, limit);
						}
					}

				});
	}

	/** The same without dots in the outermost keys, which Boot reads as levels. */
	private static Map<String, Object> nested(Map<String, Object> document) {
		Map<String, Object> nested = new LinkedHashMap<>();
		document.forEach((key, value) -> {
			Map<String, Object> level = nested;
			String[] names = key.split("\\.");
			for (int i = 0; i < names.length - 1; i++) {
				level = below(level, names[i]);
			}
			if (value instanceof Map<?, ?>) {
				below(level, names[names.length - 1]).putAll(map(value));
			}
			else {
				level.put(names[names.length - 1], value);
			}
		});
		return nested;
	}

	private static Map<String, Object> below(Map<String, Object> level, String name) {
		return map(level.computeIfAbsent(name, (key) -> new LinkedHashMap<>()));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

}
