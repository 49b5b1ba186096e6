package io.partsmith.autoconfigure;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Says what is wrong with a value, or an unknown key, below {@code partsmith}. Spring
 * Boot's own analyses name neither the keys there are nor the reason alone.
 */
@Order(0)
final class PartsmithBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("partsmith");

	/** The parts of the configuration that deal with the ages of partitions. */
	private static final Set<String> LONG_LIVED = Set.of("tables", "defaults", "health");

	private final PropertyOrigins origins;

	PartsmithBindFailureAnalyzer(Environment environment) {
		this.origins = new PropertyOrigins(environment);
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (!PREFIX.equals(cause.getName()) && !PREFIX.isAncestorOf(cause.getName())) {
			return null;
		}
		if (cause.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
			return unknownKeys(unbound, cause);
		}
		return (cause.getProperty() != null) ? wrongValue(cause.getProperty(), cause) : wrongLevel(cause);
	}

	private FailureAnalysis wrongLevel(BindException cause) {
		String name = PropertyOrigins.print(cause.getName());
		boolean value = this.origins.written(cause.getName()).isPresent();
		String origin = this.origins.describe(name).map((line) -> "    " + line + "\n").orElse("");
		return refused(
				"    Property: " + name + "\n" + origin
						+ (value ? "    Reason: keys are expected here, not a value"
								: "    Reason: a value is expected here, not keys"),
				value ? "Indent the keys below " + name + ". "
						+ new UnknownKey(cause.getName().append("none-of-them"), this.origins).action()
						: "Give " + name + " one value.",
				cause);
	}

	private FailureAnalysis unknownKeys(UnboundConfigurationPropertiesException unbound, BindException cause) {
		Map<ConfigurationPropertyName, List<ConfigurationProperty>> keys = unbound.getUnboundProperties()
			.stream()
			.collect(Collectors.groupingBy((property) -> unknownKey(property).key(), LinkedHashMap::new,
					Collectors.toList()));
		String properties = keys.entrySet()
			.stream()
			.map((key) -> describe(key.getKey(), key.getValue()) + "    Reason: "
					+ unknownKey(key.getValue().get(0)).reason())
			.collect(Collectors.joining("\n\n"));
		String actions = unbound.getUnboundProperties()
			.stream()
			.map((property) -> unknownKey(property).action())
			.distinct()
			.collect(Collectors.joining("\n"));
		return refused(properties, actions, cause);
	}

	private UnknownKey unknownKey(ConfigurationProperty property) {
		return new UnknownKey(property.getName(), this.origins);
	}

	private static FailureAnalysis wrongValue(ConfigurationProperty property, BindException cause) {
		Class<?> target = cause.getTarget().getType().toClass();
		if (target.isEnum()) {
			String names = names((Enum<?>[]) target.getEnumConstants());
			return refused(describe(property) + "    Reason: this is not one of: " + names,
					"Write one of: " + names + ".", cause);
		}
		if (target == ZoneId.class) {
			return refused(describe(property) + "    Reason: there is no time zone of this name",
					"Name a region, for example UTC or Europe/Berlin.", cause);
		}
		Throwable failure = NestedExceptionUtils.getMostSpecificCause(cause);
		if (failure instanceof NumberFormatException) {
			return refused(describe(property) + "    Reason: this is no whole number",
					"Write a whole number, for example 12, in " + PropertyOrigins.print(property.getName()) + ".",
					cause);
		}
		String reason = isShortTimeWithoutUnit(property, target) ? withUnit(property.getValue()) : reason(failure);
		return refused(describe(property) + "    Reason: " + reason,
				"Correct the value of " + PropertyOrigins.print(property.getName()) + ".", cause);
	}

	/** Partitions live for days and months; all else takes minutes at most. */
	private static boolean isShortTimeWithoutUnit(ConfigurationProperty property, Class<?> target) {
		return target == TimeAmount.class && property.getValue().toString().strip().matches("[0-9]+")
				&& !LONG_LIVED.contains(property.getName().getElement(1, Form.UNIFORM));
	}

	private static String withUnit(Object value) {
		String number = value.toString().strip();
		return "'" + value + "' has no unit: write " + number + "ms for milliseconds, " + number + "s for seconds, or "
				+ number + "m for minutes";
	}

	private static FailureAnalysis refused(String what, String action, BindException cause) {
		return new FailureAnalysis("The configuration of partsmith is refused:\n\n" + what, action, cause);
	}

	private static String names(Enum<?>[] constants) {
		return Arrays.stream(constants)
			.map((constant) -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.collect(Collectors.joining(", "));
	}

	private static String reason(Throwable failure) {
		return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
	}

	/** An unknown key is told once, whatever stands below it. */
	private static String describe(ConfigurationPropertyName key, List<ConfigurationProperty> below) {
		ConfigurationProperty first = below.get(0);
		return (below.size() == 1) ? describe(first) : "    Property: " + PropertyOrigins.print(key) + "\n    Beside: "
				+ PropertyOrigins.print(first.getName()) + " in " + first.getOrigin() + "\n";
	}

	private static String describe(ConfigurationProperty property) {
		return "    Property: " + PropertyOrigins.print(property.getName()) + "\n    Value: \"" + property.getValue()
				+ "\"\n    Origin: " + property.getOrigin() + "\n";
	}

}
