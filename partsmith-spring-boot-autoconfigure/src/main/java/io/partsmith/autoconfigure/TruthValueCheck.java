package io.partsmith.autoconfigure;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Refuses a group's value, or the id of a table, that YAML took for a truth value: the
 * country {@code no} would become the text {@code false}, and its rows would find no
 * partition.
 */
final class TruthValueCheck {

	static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("partsmith");

	private static final String READ_BY_YAML = "YAML takes yes, no, on, off, true and false for truth values unless "
			+ "they stand in quotes, ";

	private TruthValueCheck() {
	}

	/**
	 * Checks the ids and the groups of all tables.
	 * @param origins what is written, and where
	 * @throws PartsmithConfigurationException if a value is a truth value
	 */
	static void check(PropertyOrigins origins) {
		origins.below(ROOT).map(ConfigurationProperty::getName).forEach(TruthValueCheck::checkKeys);
		origins.below(ROOT)
			.filter((property) -> property.getValue() instanceof Boolean && isOfGroup(property.getName()))
			.findFirst()
			.ifPresent((property) -> {
				throw new PartsmithConfigurationException(PropertyOrigins.print(property.getName()),
						property.getValue(), READ_BY_YAML + "so this is the text '" + property.getValue() + "'",
						"Write the value in quotes, for example \"no\"; of a boolean column \"true\" or \"false\".");
			});
	}

	/** A key that is no text to YAML comes in brackets. */
	private static void checkKeys(ConfigurationPropertyName name) {
		for (int i = 1; i < name.getNumberOfElements(); i++) {
			ConfigurationPropertyName key = name.chop(i + 1);
			String read = key.getLastElement(Form.ORIGINAL);
			if (key.isLastElementIndexed() && read.matches("true|false")) {
				throw new PartsmithConfigurationException(PropertyOrigins.print(key), null,
						READ_BY_YAML + "so this is the key '" + read + "'",
						"Write the key in quotes, for example \"off\":, or choose another one.");
			}
		}
	}

	/** Whether the name ends in {@code groups.<group>} or {@code groups.<group>[<n>]}. */
	static boolean isOfGroup(ConfigurationPropertyName name) {
		int group = name.getNumberOfElements() - (name.isLastElementIndexed() ? 2 : 1);
		return group > 2 && name.getElement(group - 1, Form.UNIFORM).equals("groups")
				&& name.getElement(group - 2, Form.UNIFORM).matches("scheme|child");
	}

}
