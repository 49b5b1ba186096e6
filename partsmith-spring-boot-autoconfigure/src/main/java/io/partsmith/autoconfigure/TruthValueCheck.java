package io.partsmith.autoconfigure;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Refuses a group's value that YAML took for a truth value: the country {@code no} would
 * become the text {@code false}, and its rows would find no partition.
 */
final class TruthValueCheck {

	static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("partsmith");

	private TruthValueCheck() {
	}

	/**
	 * Checks the groups of all tables.
	 * @param origins what is written, and where
	 * @throws PartsmithConfigurationException if a value is a truth value
	 */
	static void check(PropertyOrigins origins) {
		origins.below(ROOT)
			.filter((property) -> property.getValue() instanceof Boolean && isOfGroup(property.getName()))
			.findFirst()
			.ifPresent((property) -> {
				throw new PartsmithConfigurationException(PropertyOrigins.print(property.getName()),
						property.getValue(),
						"YAML takes yes, no, on, off, true and false for truth values unless they stand in quotes, "
								+ "so this is the text '" + property.getValue() + "'",
						"Write the value in quotes, for example \"no\"; of a boolean column \"true\" or \"false\".");
			});
	}

	/** Whether the name ends in {@code groups.<group>} or {@code groups.<group>[<n>]}. */
	static boolean isOfGroup(ConfigurationPropertyName name) {
		int group = name.getNumberOfElements() - (name.isLastElementIndexed() ? 2 : 1);
		return group > 2 && name.getElement(group - 1, Form.UNIFORM).equals("groups")
				&& name.getElement(group - 2, Form.UNIFORM).matches("scheme|child");
	}

}
