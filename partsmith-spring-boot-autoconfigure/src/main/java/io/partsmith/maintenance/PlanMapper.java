package io.partsmith.maintenance;

import java.math.BigInteger;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonFormat;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/** How the records of a plan become JSON: as they are, except for names and bounds. */
final class PlanMapper {

	private PlanMapper() {
	}

	static JsonMapper create() {
		SimpleModule module = new SimpleModule("partsmith-plan");
		module.addSerializer(new Text<>(RelationName.class, RelationName::toString));
		module.addDeserializer(RelationName.class, new Parsed<>(RelationName.class, RelationName::parse));
		module.addSerializer(new Text<>(PartitionBounds.class, PartitionBounds::toSql));
		module.addDeserializer(PartitionBounds.class, new Parsed<>(PartitionBounds.class, PartitionBounds::parse));
		for (Class<?> kind : PartitionBounds.class.getPermittedSubclasses()) {
			bounds(module, kind.asSubclass(PartitionBounds.class));
		}
		return JsonMapper.builder()
			.addModule(module)
			.annotationIntrospector(new PlanIntrospector())
			.changeDefaultVisibility((checker) -> checker.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
			.withConfigOverride(BigInteger.class,
					(ids) -> ids.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
			.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
			.enable(SerializationFeature.INDENT_OUTPUT)
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
			.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.build();
	}

	private static <B extends PartitionBounds> void bounds(SimpleModule module, Class<B> kind) {
		module.addDeserializer(kind, new Parsed<>(kind, (text) -> kind.cast(PartitionBounds.parse(text))));
	}

	/** Writes a value as text. */
	private static final class Text<T> extends StdScalarSerializer<T> {

		private final Function<T, String> text;

		Text(Class<T> type, Function<T, String> text) {
			super(type);
			this.text = text;
		}

		@Override
		public void serialize(T value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(this.text.apply(value));
		}

	}

	/** Reads a value from its text. */
	private static final class Parsed<T> extends StdScalarDeserializer<T> {

		private final Class<T> type;

		private final Function<String, T> parser;

		Parsed(Class<T> type, Function<String, T> parser) {
			super(type);
			this.type = type;
			this.parser = parser;
		}

		@Override
		public T deserialize(JsonParser json, DeserializationContext context) {
			String text = json.getValueAsString();
			try {
				return this.parser.apply(text);
			}
			catch (IllegalArgumentException | ClassCastException ex) {
				throw context.weirdStringException(text, this.type, ex.getMessage());
			}
		}

	}

}
