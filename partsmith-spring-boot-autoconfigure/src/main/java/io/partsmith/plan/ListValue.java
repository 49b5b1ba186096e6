package io.partsmith.plan;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Values of a LIST in a form in which they can be compared: PostgreSQL prints them as it
 * likes, and the user writes them as they like. 1 and 1.0 own the same rows of a numeric
 * column.
 */
final class ListValue {

	private static final Set<String> TRUE = Set.of("t", "tr", "tru", "true", "y", "ye", "yes", "on", "1");

	private static final Set<String> FALSE = Set.of("f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0");

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("u-M-d", Locale.ROOT);

	private ListValue() {
	}

	/** A value that equals another one where PostgreSQL takes them for the same. */
	static Object comparable(String type, String text) {
		try {
			return switch (type) {
				case "smallint", "integer", "bigint", "numeric" -> new BigDecimal(text.strip()).stripTrailingZeros();
				case "boolean" -> truth(text.strip().toLowerCase(Locale.ROOT));
				case "uuid" -> UUID.fromString(text.strip());
				case "date" -> LocalDate.parse(text.strip(), DATE);
				case "character" -> text.stripTrailing();
				default -> text;
			};
		}
		catch (IllegalArgumentException | DateTimeException ex) {
			return text;
		}
	}

	/**
	 * Whether a column of a type can hold a value; of most types nobody knows it here.
	 */
	static boolean fits(String type, String text) {
		return switch (type) {
			case "smallint", "integer", "bigint" ->
				comparable(type, text) instanceof BigDecimal number && number.scale() <= 0;
			case "numeric", "boolean", "uuid", "date" -> !(comparable(type, text) instanceof String);
			default -> true;
		};
	}

	private static Object truth(String text) {
		if (TRUE.contains(text)) {
			return true;
		}
		return FALSE.contains(text) ? (Object) false : text;
	}

}
