package io.partsmith.scheme;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

import io.partsmith.topology.Datum;
import org.jspecify.annotations.Nullable;

/** The column types a window can be laid over. */
public enum KeyType {

	/** {@code date}: whole days of the table's zone. */
	DATE("date", null),

	/** {@code timestamp without time zone}: wall time of the table's zone. */
	TIMESTAMP("timestamp without time zone", null),

	/** {@code timestamp with time zone}: instants. */
	TIMESTAMPTZ("timestamp with time zone", null),

	/** {@code smallint}, up to 32767. */
	SMALLINT("smallint", BigInteger.valueOf(Short.MAX_VALUE)),

	/** {@code integer}, up to 2147483647. */
	INTEGER("integer", BigInteger.valueOf(Integer.MAX_VALUE)),

	/** {@code bigint}, up to 9223372036854775807. */
	BIGINT("bigint", BigInteger.valueOf(Long.MAX_VALUE)),

	/** {@code numeric}, whole numbers of any length. */
	NUMERIC("numeric", null),

	/** {@code uuid}, for keys whose first bits are a time. */
	UUID("uuid", null),

	/**
	 * {@code text}, {@code character varying} or {@code character}, for keys whose first
	 * characters are a time.
	 */
	TEXT("text", null);

	private final String typeName;

	private final @Nullable BigInteger greatest;

	KeyType(String typeName, @Nullable BigInteger greatest) {
		this.typeName = typeName;
		this.greatest = greatest;
	}

	/**
	 * The type of a column.
	 * @param typeName the type as {@code format_type} names it, without a modifier
	 * @return the key type; empty where no window can be laid over such a column
	 */
	public static Optional<KeyType> named(String typeName) {
		for (KeyType type : values()) {
			if (type.typeName.equals(typeName)) {
				return Optional.of(type);
			}
		}
		boolean text = typeName.equals("character varying") || typeName.equals("character");
		return text ? Optional.of(TEXT) : Optional.empty();
	}

	/**
	 * The greatest value of an integer type.
	 * @return the value, or {@code null} for {@code numeric} and what is no number
	 */
	public @Nullable BigInteger greatest() {
		return this.greatest;
	}

	/**
	 * The least value of an integer type.
	 * @return the value, or {@code null} for {@code numeric} and what is no number
	 */
	public @Nullable BigInteger least() {
		return (this.greatest != null) ? this.greatest.add(BigInteger.ONE).negate() : null;
	}

	/**
	 * Whether the column holds times.
	 * @return {@code true} for {@code date}, {@code timestamp} and {@code timestamptz}
	 */
	public boolean isTime() {
		return this == DATE || this == TIMESTAMP || this == TIMESTAMPTZ;
	}

	/**
	 * Whether the column holds whole numbers.
	 * @return {@code true} for {@code smallint} to {@code numeric}
	 */
	public boolean isInteger() {
		return this.greatest != null || this == NUMERIC;
	}

	/**
	 * A number as an edge of this type, {@code MINVALUE} and {@code MAXVALUE} beyond it.
	 */
	Datum datum(BigInteger value) {
		BigInteger least = least();
		if (this.greatest != null && value.compareTo(this.greatest) > 0) {
			return Datum.MAXVALUE;
		}
		return (least != null && value.compareTo(least) < 0) ? Datum.MINVALUE : new Datum.Literal(value.toString());
	}

	/** The values, for people. */
	String range() {
		return this + ((this.greatest != null) ? " holds " + least() + " to " + this.greatest : " has no end");
	}

	/** Whether a value of this type lies in a half-open stretch. */
	boolean reaches(BigInteger from, BigInteger to) {
		BigInteger least = least();
		return (this.greatest == null || from.compareTo(this.greatest) <= 0)
				&& (least == null || to.compareTo(least) > 0);
	}

	/** A whole number as PostgreSQL prints it; empty for anything else. */
	static Optional<BigInteger> number(String literal) {
		try {
			return Optional.of(new BigDecimal(literal).toBigIntegerExact());
		}
		catch (ArithmeticException | NumberFormatException ex) {
			return Optional.empty();
		}
	}

	/**
	 * The greatest whole number that is not above a number.
	 * @param literal the number as PostgreSQL prints it
	 * @return the whole number; empty for {@code NaN}, {@code Infinity} and what is none
	 */
	public static Optional<BigInteger> floor(String literal) {
		try {
			return Optional.of(new BigDecimal(literal).setScale(0, RoundingMode.FLOOR).toBigInteger());
		}
		catch (NumberFormatException ex) {
			return Optional.empty();
		}
	}

	/**
	 * The type for people and SQL.
	 * @return the name PostgreSQL gives it
	 */
	@Override
	public String toString() {
		return this.typeName;
	}

}
