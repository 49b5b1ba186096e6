package io.partsmith.scheme;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * ULIDs. An edge is the smallest ULID of its millisecond: ten characters of time and
 * sixteen zeros or, in a {@code uuid} column, 48 bits of time and zeros.
 */
record UlidCodec() implements KeyCodec {

	private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

	private static final int BITS = 5;

	private static final int LENGTH = 10;

	private static final String LEAST = "0".repeat(16);

	private static final String LEAST_UUID = "-0000-0000-000000000000";

	private static final Pattern EDGE = Pattern.compile("[0-7][" + DIGITS + "]{9}0{16}");

	private static final Pattern KEY = Pattern.compile("[0-7][" + DIGITS + "]{25}");

	private static final Pattern UUID_EDGE = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-0000-0000-000000000000");

	@Override
	public boolean fits(KeyType type) {
		return type == KeyType.TEXT || type == KeyType.UUID;
	}

	@Override
	public String encode(Instant instant, KeyType type) {
		if (type == KeyType.UUID) {
			return Milliseconds.uuid(instant, LEAST_UUID);
		}
		StringBuilder time = new StringBuilder(LENGTH);
		for (int digit = LENGTH - 1; digit >= 0; digit--) {
			time.append(DIGITS.charAt((int) (instant.toEpochMilli() >> (digit * BITS)) & (DIGITS.length() - 1)));
		}
		return time + LEAST;
	}

	@Override
	public Optional<Instant> decode(String literal, KeyType type) {
		if (type == KeyType.UUID) {
			return UUID_EDGE.matcher(literal).matches() ? Optional.of(Milliseconds.ofUuid(literal)) : Optional.empty();
		}
		if (!EDGE.matcher(literal).matches()) {
			return Optional.empty();
		}
		long millis = 0;
		for (int place = 0; place < LENGTH; place++) {
			millis = (millis << BITS) + DIGITS.indexOf(literal.charAt(place));
		}
		return Optional.of(Instant.ofEpochMilli(millis));
	}

	@Override
	public Optional<Instant> instantOf(String key, KeyType type) {
		if (type == KeyType.UUID) {
			return Optional.of(Milliseconds.ofUuid(key));
		}
		return KEY.matcher(key).matches() ? decode(key.substring(0, LENGTH) + LEAST, type) : Optional.empty();
	}

	@Override
	public Instant earliest() {
		return Instant.EPOCH;
	}

	@Override
	public Instant latest() {
		return Milliseconds.LATEST;
	}

	@Override
	public String toString() {
		return "ulid";
	}

}
