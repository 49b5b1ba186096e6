package io.partsmith.plan;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of a LIST in a form in which they can be compared: PostgreSQL prints them as it
 * likes, and the user writes them as they like. 1 and 1.0 own the same rows of a numeric
 * column.
 */
final class ListValue {

	private static final Set<String> TRUE = Set.of("t", "tr", "tru", "true", "y", "ye", "yes", "on", "1");

	private static final Set<String> FALSE = Set.of("f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0");

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("u-M-d", Locale.ROOT);

	private static final Map<String, Double> BEYOND_NUMBERS = Map.of("nan", Double.NaN, "inf", Double.POSITIVE_INFINITY,
			"+inf", Double.POSITIVE_INFINITY, "infinity", Double.POSITIVE_INFINITY, "+infinity",
			Double.POSITIVE_INFINITY, "-inf", Double.NEGATIVE_INFINITY, "-infinity", Double.NEGATIVE_INFINITY);

	private static final Pattern UUID_DIGITS = Pattern.compile("([0-9a-fA-F]{4}-?){7}[0-9a-fA-F]{4}");

	private static final Pattern ESCAPED_BYTE = Pattern.compile("\\\\([0-3][0-7]{2}|\\\\)");

	private ListValue() {
	}

	/** A value that equals another one where PostgreSQL takes them for the same. */
	static Object comparable(String type, String text) {
		try {
			return switch (type) {
				case "smallint", "integer", "bigint", "numeric" -> number(text.strip());
				case "real" -> number(text.strip()).floatValue();
				case "double precision" -> number(text.strip()).doubleValue();
				case "boolean" -> truth(text.strip().toLowerCase(Locale.ROOT));
				case "uuid" -> uuid(text.strip());
				case "bytea" -> bytes(text);
				case "date" -> LocalDate.parse(text.strip(), DATE);
				case "time without time zone" -> LocalTime.parse(text.strip());
				case "timestamp without time zone" -> ListTime.local(text.strip());
				case "timestamp with time zone" -> ListTime.instant(text.strip());
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

	private static Number number(String text) {
		Double beyond = BEYOND_NUMBERS.get(text.toLowerCase(Locale.ROOT));
		return (beyond != null) ? beyond : new BigDecimal(text).stripTrailingZeros();
	}

	/** PostgreSQL asks neither for the hyphens nor for their places. */
	private static UUID uuid(String text) {
		boolean braced = text.startsWith("{") && text.endsWith("}");
		String bare = braced ? text.substring(1, text.length() - 1) : text;
		if (!UUID_DIGITS.matcher(bare).matches()) {
			throw new IllegalArgumentException("no UUID");
		}
		String digits = bare.replace("-", "");
		return new UUID(Long.parseUnsignedLong(digits, 0, 16, 16), Long.parseUnsignedLong(digits, 16, 32, 16));
	}

	/**
	 * Bytes in either form; those of another letter depend on the database's encoding.
	 */
	private static String bytes(String text) {
		if (text.startsWith("\\x")) {
			return text.toLowerCase(Locale.ROOT);
		}
		if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
			return text;
		}
		String plain = ESCAPED_BYTE.matcher(text)
			.replaceAll((escaped) -> Matcher.quoteReplacement(unescaped(escaped.group(1))));
		return "\\x" + HexFormat.of().formatHex(plain.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static String unescaped(String escaped) {
		return escaped.equals("\\") ? escaped : String.valueOf((char) Integer.parseInt(escaped, 8));
	}

	private static Object truth(String text) {
		if (TRUE.contains(text)) {
			return true;
		}
		return FALSE.contains(text) ? (Object) false : text;
	}

}
