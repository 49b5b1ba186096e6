package io.partsmith.autoconfigure;

import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/** Finds the file and the line of a property. */
final class PropertyOrigins {

	private final Environment environment;

	PropertyOrigins(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Where a property stands, or else where the entry around it begins.
	 * @param property the name of the property, which may be absent
	 * @return for example {@code Origin: class path resource [application.yml] - 8:22}
	 */
	Optional<String> describe(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
		Optional<String> origin = written(name).map((found) -> "Origin: " + found.getOrigin());
		for (ConfigurationPropertyName part = name; origin.isEmpty()
				&& part.getNumberOfElements() > 1; part = part.getParent()) {
			ConfigurationPropertyName around = part;
			origin = written(around).or(() -> first(around))
				.map((found) -> "Beside: " + print(found.getName()) + " in " + found.getOrigin());
		}
		return origin;
	}

	/**
	 * A name as its writer spelled it; Spring Boot leaves the underscores of an id out.
	 */
	static String print(ConfigurationPropertyName name) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < name.getNumberOfElements(); i++) {
			String element = name.getElement(i, Form.ORIGINAL);
			boolean indexed = name.isNumericIndex(i) || !element.matches("[A-Za-z0-9_-]+");
			text.append(indexed ? "[" + element + "]" : ((i > 0) ? "." : "") + element);
		}
		return text.toString();
	}

	/** A property and where it stands. */
	Optional<ConfigurationProperty> written(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null && property.getOrigin() != null) {
				return Optional.of(property);
			}
		}
		return Optional.empty();
	}

	private Optional<ConfigurationProperty> first(ConfigurationPropertyName ancestor) {
		return below(ancestor).findFirst();
	}

	/** All that is written below a name and holds. */
	Stream<ConfigurationProperty> below(ConfigurationPropertyName ancestor) {
		return StreamSupport.stream(ConfigurationPropertySources.get(this.environment).spliterator(), false)
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.flatMap((source) -> ((IterableConfigurationPropertySource) source).stream())
			.filter(ancestor::isAncestorOf)
			.flatMap((name) -> written(name).stream());
	}

}
