package io.partsmith.autoconfigure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.partsmith.lifecycle.DataAmount;
import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The JSON Schema of {@code partsmith.*}, made of the records that it is bound to, of
 * their Javadoc and of the metadata. A key that is added to a record is in the schema.
 */
final class ConfigurationSchema {

	private static final Map<String, Object> PLACEHOLDER = Map.of("$ref", "#/$defs/placeholder");

	private final RecordDocumentation documentation = new RecordDocumentation();

	private final Map<String, Object> definitions = new TreeMap<>();

	private final Map<String, Class<?>> named = new LinkedHashMap<>();

	private final ConfigurationMetadata metadata;

	ConfigurationSchema(ConfigurationMetadata metadata) {
		this.metadata = metadata;
	}

	/** The schema of an application.yml. */
	Map<String, Object> generate() {
		Map<String, Object> partsmith = reference(PartsmithProperties.class, "partsmith");
		this.definitions.put("placeholder", written("A value that Spring looks up elsewhere",
				Map.of("type", "string", "pattern", "\\$\\{[^}]+\\}")));
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
		schema.put("title", "partsmith in an application.yml");
		schema.put("description", "What partsmith.* may hold, spelled in kebab-case. Generated, do not edit.");
		schema.put("type", "object");
		schema.put("properties", Map.of("partsmith", partsmith));
		schema.put("$defs", this.definitions);
		return schema;
	}

	/**
	 * Every record has one definition, which what it holds may refer back to. The table
	 * of which not every key may be a default has one without these keys besides.
	 */
	private Map<String, Object> reference(Class<?> type, String path) {
		boolean partly = this.metadata.ignoresBelow(path);
		String name = partly ? path.substring(path.lastIndexOf('.') + 1)
				: kebab(type.getSimpleName().replaceFirst("Properties$", ""));
		Class<?> holder = this.named.putIfAbsent(name, type);
		if (holder != null && holder != type) {
			throw new IllegalStateException(holder + " and " + type + " would both be called " + name);
		}
		if (holder == null) {
			this.definitions.put(name, object(type, path));
		}
		return Map.of("$ref", "#/$defs/" + name);
	}

	private Map<String, Object> object(Class<?> type, String path) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (RecordComponent component : type.getRecordComponents()) {
			String key = DataObjectPropertyName.toDashedForm(component.getName());
			if (!this.metadata.ignores(path + "." + key)) {
				properties.put(key, property(component, path + "." + key));
			}
		}
		Map<String, Object> object = new LinkedHashMap<>();
		object.put("description", this.documentation.of(type));
		// A key with nothing below it, such as a table that has the defaults alone.
		object.put("type", List.of("object", "null"));
		object.put("additionalProperties", false);
		object.put("properties", properties);
		return object;
	}

	private Map<String, Object> property(RecordComponent component, String path) {
		Map<String, Object> property = new LinkedHashMap<>();
		property.put("description", this.documentation.of(component));
		property.putAll(schema(component.getGenericType(), path));
		Object defaultValue = defaultValue(component, path);
		if (defaultValue != null) {
			property.put("default", defaultValue);
		}
		List<Object> examples = this.metadata.hints(component, path);
		if (!examples.isEmpty()) {
			property.put("examples", examples);
		}
		return property;
	}

	private @Nullable Object defaultValue(RecordComponent component, String path) {
		DefaultValue written = component.getAnnotation(DefaultValue.class);
		if (written == null || written.value().length != 1) {
			return this.metadata.defaultValue(component, path);
		}
		String text = written.value()[0];
		if (component.getType() == boolean.class) {
			return Boolean.valueOf(text);
		}
		return (component.getType() == int.class) ? (Object) Integer.valueOf(text) : text;
	}

	private Map<String, Object> schema(Type type, String path) {
		if (!(type instanceof ParameterizedType parameterized)) {
			return value((Class<?>) type, path);
		}
		Type[] arguments = parameterized.getActualTypeArguments();
		if (parameterized.getRawType() == Map.class) {
			return new TreeMap<>(Map.of("type", "object", "additionalProperties", entry(arguments[1], path)));
		}
		return list(arguments[0], schema(arguments[0], path));
	}

	/** Values of columns may be NULL, and parameters may be switches. */
	private Map<String, Object> entry(Type type, String path) {
		if (type instanceof ParameterizedType list && list.getActualTypeArguments()[0] == String.class) {
			return list(String.class, Map.of("type", List.of("string", "number", "null")));
		}
		return (type == String.class) ? Map.of("type", List.of("string", "number", "boolean")) : schema(type, path);
	}

	/** A single value is a list of one, and Boot reads texts between commas as many. */
	private static Map<String, Object> list(Type element, Map<String, Object> schema) {
		Map<String, Object> array = new TreeMap<>(Map.of("type", "array", "items", schema));
		return (element == String.class || ((Class<?>) element).isEnum()) ? anyOf(array, schema) : array;
	}

	private Map<String, Object> value(Class<?> type, String path) {
		if (type.isEnum()) {
			return anyOf(new TreeMap<>(Map.of("enum", constants(type))), PLACEHOLDER);
		}
		if (type == boolean.class || type == Boolean.class) {
			return anyOf(Map.of("type", "boolean"), PLACEHOLDER);
		}
		if (type == int.class || List.of(Integer.class, Long.class, BigInteger.class).contains(type)) {
			return anyOf(Map.of("type", "integer"), PLACEHOLDER);
		}
		if (type == String.class) {
			return Map.of("type", List.of("string", "number"));
		}
		if (type == TimeAmount.class) {
			return defined("age", "An amount of time with its unit, such as P3M, P90D, PT15M, 90d, 12h, 10s or 300ms",
					"^([Pp][0-9A-Za-z.]*[0-9]+(\\.[0-9]+)?[YMWDHSymwdhs]|[0-9]+([mM][sS]|[sSmhHdDwW]))$");
		}
		if (type == DataAmount.class) {
			return defined("size", "A whole number with its unit, such as 256KB, 512MB or 10GB",
					"^[0-9]{1,18} *[KMGTkmgt]?[Bb]$");
		}
		if (type == ZoneId.class) {
			return defined("zone", "A time zone, such as UTC or Europe/Berlin", "^[A-Za-z+-][A-Za-z0-9~/._+:-]*$");
		}
		if (type == Instant.class) {
			return defined("instant", "An instant, such as 2026-11-21T00:00:00Z",
					"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})$");
		}
		if (type.isRecord() && type.getPackage() == PartsmithProperties.class.getPackage()) {
			return reference(type, path);
		}
		throw new IllegalStateException("Say in " + ConfigurationSchema.class + " how " + type + " is written in YAML");
	}

	private Map<String, Object> defined(String name, String description, String pattern) {
		this.definitions.computeIfAbsent(name, (key) -> written(description,
				anyOf(new TreeMap<>(Map.of("type", "string", "pattern", pattern)), PLACEHOLDER)));
		return Map.of("$ref", "#/$defs/" + name);
	}

	private static Map<String, Object> written(String description, Map<String, Object> schema) {
		Map<String, Object> described = new LinkedHashMap<>();
		described.put("description", description);
		described.putAll(new TreeMap<>(schema));
		return described;
	}

	/** To YAML as Spring Boot reads it, an off without quotes is a false. */
	private static List<Object> constants(Class<?> type) {
		List<Object> constants = new ArrayList<>();
		for (Object constant : type.getEnumConstants()) {
			String text = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
			constants.add(text);
			if (text.equals("off")) {
				constants.add(false);
			}
		}
		return constants;
	}

	@SafeVarargs
	private static Map<String, Object> anyOf(Map<String, Object>... schemas) {
		return Map.of("anyOf", Arrays.asList(schemas));
	}

	private static String kebab(String name) {
		return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
	}

}
