package io.partsmith.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;

/** The metadata that editors read, as the annotation processor left it. */
final class ConfigurationMetadata {

	private final Map<String, Map<String, Object>> properties;

	private final Map<String, Map<String, Object>> hints;

	private final Set<String> ignored;

	/** What was known of a component at the first of the places where it stands. */
	private final Map<RecordComponent, Object> defaults = new HashMap<>();

	private final Map<RecordComponent, List<Object>> values = new HashMap<>();

	private ConfigurationMetadata(Map<String, Object> json, Map<String, Object> additional) {
		this.properties = byName(json.get("properties"));
		this.hints = byName(json.get("hints"));
		this.ignored = byName(map(additional.get("ignored")).get("properties")).keySet();
	}

	static ConfigurationMetadata read() throws IOException {
		return new ConfigurationMetadata(parse("spring-configuration-metadata.json"),
				parse("additional-spring-configuration-metadata.json"));
	}

	private static Map<String, Object> parse(String name) throws IOException {
		try (InputStream file = PartsmithProperties.class.getResourceAsStream("/META-INF/" + name)) {
			return JsonParserFactory.getJsonParser()
				.parseMap(new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	private static Map<String, Map<String, Object>> byName(@Nullable Object json) {
		return list(json).stream()
			.map(ConfigurationMetadata::map)
			.filter((property) -> ((String) property.get("name")).startsWith("partsmith."))
			.collect(Collectors.toMap((property) -> (String) property.get("name"), Function.identity(),
					(one, other) -> one, TreeMap::new));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(@Nullable Object json) {
		return (Map<String, Object>) Objects.requireNonNull(json);
	}

	@SuppressWarnings("unchecked")
	private static List<Object> list(@Nullable Object json) {
		return (json != null) ? (List<Object>) json : List.of();
	}

	/** The properties by their names. */
	Map<String, Map<String, Object>> properties() {
		return this.properties;
	}

	/** The names of properties that a record has and that are refused at that place. */
	Set<String> ignored() {
		return this.ignored;
	}

	boolean ignores(String name) {
		return this.ignored.contains(name);
	}

	boolean ignoresBelow(String name) {
		return this.ignored.stream()
			.anyMatch((one) -> one.startsWith(name + ".") && one.lastIndexOf('.') == name.length());
	}

	@Nullable Object defaultValue(RecordComponent component, String name) {
		Object written = this.properties.getOrDefault(name, Map.of()).get("defaultValue");
		if (written != null) {
			this.defaults.putIfAbsent(component, written);
		}
		return this.defaults.get(component);
	}

	List<Object> hints(RecordComponent component, String name) {
		List<Object> written = new ArrayList<>();
		for (Object value : list(this.hints.getOrDefault(name, Map.of()).get("values"))) {
			written.add(Objects.requireNonNull(map(value).get("value")));
		}
		if (!written.isEmpty()) {
			this.values.putIfAbsent(component, written);
		}
		return this.values.getOrDefault(component, List.of());
	}

}
