package io.partsmith.mpp.citus;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The section {@code citus}.
 *
 * @param group the group of this node: 0 for the coordinator
 * @param database the database that Citus is installed in
 */
public record CitusConfig(int group, String database) {

	/**
	 * Checks both. Patroni takes some groups that it cannot use later; none of these gets
	 * through here.
	 * @param group the group
	 * @param database the database
	 * @throws IllegalArgumentException if the group is below 0 or the database blank
	 */
	public CitusConfig {
		if (group < 0) {
			throw new IllegalArgumentException(
					"'group' is " + group + ", and must be 0 for the coordinator, or more for a worker");
		}
		if (database.isBlank()) {
			throw new IllegalArgumentException(
					"'database' is blank, and must name the database that Citus is installed in");
		}
	}

	/**
	 * Reads a section as YAML gives it. Keys that it does not know are left alone.
	 * @param section the section, whatever it is
	 * @return the section
	 * @throws IllegalArgumentException if it cannot be used; the message says why
	 */
	static CitusConfig read(@Nullable Object section) {
		if (!(section instanceof Map<?, ?> keys) || keys.isEmpty()) {
			throw new IllegalArgumentException("it must have the keys 'group' and 'database'");
		}
		return new CitusConfig(group(keys.get("group")), database(keys.get("database")));
	}

	private static String database(@Nullable Object value) {
		if (value instanceof String text) {
			return text;
		}
		throw new IllegalArgumentException((value != null) ? "'database' is " + value + ", and must be text"
				: "'database' is missing: name the database that Citus is installed in");
	}

	/**
	 * A whole number in decimal digits, with blanks around it where it is text. Patroni
	 * also lets through what it cannot read later ({@code 0x10}, {@code 1.9} as text) or
	 * cuts off (1.9 as a number).
	 */
	private static int group(@Nullable Object value) {
		if (value == null) {
			throw new IllegalArgumentException("'group' is missing: 0 for the coordinator, 1 or more for a worker");
		}
		boolean whole = value instanceof Integer || value instanceof Long || value instanceof Short
				|| value instanceof Byte || value instanceof BigInteger;
		String text = (whole || value instanceof String) ? value.toString().strip() : "";
		if (!text.matches("-?[0-9]{1,18}")) {
			throw new IllegalArgumentException("'group' is " + ((value instanceof String) ? "'" + value + "'" : value)
					+ ", and must be a whole number in decimal digits: 0 for the coordinator, 1 or more for a worker");
		}
		try {
			return new BigDecimal(text).intValueExact();
		}
		catch (ArithmeticException ex) {
			throw new IllegalArgumentException("'group' is " + text + ", which is too large for a group of Citus", ex);
		}
	}

}
