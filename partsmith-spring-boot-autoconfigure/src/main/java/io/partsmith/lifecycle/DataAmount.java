package io.partsmith.lifecycle;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of data. Units are powers of 1,024, as in Spring's {@code DataSize}:
 * {@code 1GB} is 1,073,741,824 bytes. A number without a unit is refused.
 *
 * @param bytes the number of bytes
 */
public record DataAmount(long bytes) {

	private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");

	private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,18})\\s*([KMGT]?B)");

	/**
	 * Refuses a negative amount.
	 * @param bytes the number of bytes
	 * @throws IllegalArgumentException if it is negative
	 */
	public DataAmount {
		if (bytes < 0) {
			throw new IllegalArgumentException("An amount of data is not negative");
		}
	}

	/**
	 * Reads an amount.
	 * @param text a whole number with one of the units B, KB, MB, GB and TB
	 * @return the amount
	 * @throws IllegalArgumentException if the text is no such amount or has no unit; the
	 * message says how to write it
	 */
	public static DataAmount valueOf(String text) {
		Matcher written = WRITTEN.matcher(text.strip().toUpperCase(Locale.ROOT));
		if (!written.matches()) {
			throw new IllegalArgumentException("'" + text
					+ "' is no amount of data: write a whole number with its unit, for example 256KB, 512MB or 10GB");
		}
		try {
			return new DataAmount(
					Math.multiplyExact(Long.parseLong(written.group(1)), 1L << (10 * UNITS.indexOf(written.group(2)))));
		}
		catch (ArithmeticException ex) {
			throw new IllegalArgumentException("'" + text + "' is more than any disk holds");
		}
	}

	/**
	 * The amount in the largest unit that needs no fraction.
	 * @return for example {@code 10GB}
	 */
	@Override
	public String toString() {
		int unit = 0;
		long amount = this.bytes;
		while (amount != 0 && amount % 1024 == 0 && unit < UNITS.size() - 1) {
			amount /= 1024;
			unit++;
		}
		return amount + UNITS.get(unit);
	}

}
