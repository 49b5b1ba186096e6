package io.partsmith.autoconfigure;

import java.math.BigDecimal;

/**
 * Refuses a fraction where a whole number is read: Spring Boot would leave out what
 * stands behind the point.
 */
final class FractionCheck {

	private FractionCheck() {
	}

	/**
	 * Checks all that is written.
	 * @param origins what is written, and where
	 * @throws PartsmithConfigurationException if a count is no whole number
	 */
	static void check(PropertyOrigins origins) {
		KnownKeys keys = KnownKeys.root();
		origins.below(TruthValueCheck.ROOT)
			.filter((property) -> isFraction(property.getValue()) && keys.isWholeNumber(property.getName(), 1))
			.findFirst()
			.ifPresent((property) -> {
				String name = PropertyOrigins.print(property.getName());
				throw new Setting<>(name, property.getValue()).refused("this is no whole number",
						"Write a whole number, for example 12, in " + name + ".");
			});
	}

	private static boolean isFraction(Object value) {
		return (value instanceof Double || value instanceof Float || value instanceof BigDecimal)
				&& ((Number) value).doubleValue() % 1 != 0;
	}

}
