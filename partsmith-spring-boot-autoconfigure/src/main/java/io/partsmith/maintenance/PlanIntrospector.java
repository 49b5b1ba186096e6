package io.partsmith.maintenance;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import io.partsmith.topology.PartitionBounds;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/**
 * Reads off the records themselves what Jackson wants to be told by annotations, which
 * the pure packages cannot have: the kinds of a sealed interface, and which components
 * may be {@code null}.
 */
final class PlanIntrospector extends NopAnnotationIntrospector {

	private static final long serialVersionUID = 1L;

	@Override
	public Version version() {
		return Version.unknownVersion();
	}

	@Override
	public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
		return hasKinds(annotated) ? JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY,
				"kind", null, false, true) : null;
	}

	@Override
	public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
		return hasKinds(annotated) ? kinds(annotated.getRawType()) : null;
	}

	@Override
	public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
		return type.getRawType().isRecord() ? nameOf(type.getRawType()) : null;
	}

	@Override
	public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
		if (annotated instanceof AnnotatedParameter parameter && parameter.getDeclaringClass().isRecord()) {
			RecordComponent component = parameter.getDeclaringClass().getRecordComponents()[parameter.getIndex()];
			if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
				return JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL);
			}
		}
		return JsonSetter.Value.empty();
	}

	/** Bounds are written as one text, which says of what kind they are. */
	private static boolean hasKinds(Annotated annotated) {
		return annotated instanceof AnnotatedClass && annotated.getRawType().isSealed()
				&& annotated.getRawType() != PartitionBounds.class;
	}

	private static List<NamedType> kinds(Class<?> sealed) {
		List<NamedType> kinds = new ArrayList<>();
		for (Class<?> kind : sealed.getPermittedSubclasses()) {
			if (kind.isSealed()) {
				kinds.addAll(kinds(kind));
			}
			else {
				kinds.add(new NamedType(kind, nameOf(kind)));
			}
		}
		return kinds;
	}

	private static String nameOf(Class<?> kind) {
		return kind.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
	}

}
