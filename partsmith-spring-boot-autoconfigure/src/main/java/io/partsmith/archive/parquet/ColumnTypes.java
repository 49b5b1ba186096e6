package io.partsmith.archive.parquet;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Which of PostgreSQL's types Parquet has too. */
final class ColumnTypes {

	private static final long DAYS_TO_2000 = 10_957;

	private static final long MICROS_TO_2000 = DAYS_TO_2000 * 86_400_000_000L;

	private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),(-?\\d+)\\)");

	private static final Pattern LENGTH = Pattern.compile("\\(\\d+\\)");

	private ColumnTypes() {
	}

	/** The type, or {@code null} where there is none of its kind. */
	static @Nullable ColumnType of(String type) {
		return switch (LENGTH.matcher(type).replaceFirst("")) {
			case "smallint" -> new WholeNumbers(Short.BYTES, LogicalTypeAnnotation.intType(16), 0);
			case "integer" -> new WholeNumbers(Integer.BYTES, LogicalTypeAnnotation.intType(32), 0);
			case "bigint" -> new WholeNumbers(Long.BYTES, LogicalTypeAnnotation.intType(64), 0);
			case "date" -> new WholeNumbers(Integer.BYTES, LogicalTypeAnnotation.dateType(), DAYS_TO_2000);
			case "timestamp without time zone" -> timestamp(false);
			case "timestamp with time zone" -> timestamp(true);
			case "boolean" -> new Flags();
			case "real" -> FloatingNumbers.SINGLE;
			case "double precision" -> FloatingNumbers.DOUBLE;
			case "text", "character varying", "character" -> new ByteStrings(0, LogicalTypeAnnotation.stringType());
			case "uuid" -> new ByteStrings(16, LogicalTypeAnnotation.uuidType());
			case "bytea" -> new ByteStrings(0, null);
			default -> numeric(type);
		};
	}

	/** {@code timestamptz} is a point in time, {@code timestamp} what a clock shows. */
	private static ColumnType timestamp(boolean point) {
		return new WholeNumbers(Long.BYTES, LogicalTypeAnnotation.timestampType(point, TimeUnit.MICROS),
				MICROS_TO_2000);
	}

	private static @Nullable ColumnType numeric(String type) {
		Matcher matcher = NUMERIC.matcher(type);
		if (!matcher.matches()) {
			return null;
		}
		int precision = Integer.parseInt(matcher.group(1));
		int scale = Integer.parseInt(matcher.group(2));
		boolean decimal = scale >= 0 && scale <= precision && precision <= Decimals.MOST_DIGITS;
		return decimal ? new Decimals(precision, scale) : null;
	}

}
