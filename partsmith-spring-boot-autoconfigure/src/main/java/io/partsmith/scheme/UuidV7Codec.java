package io.partsmith.scheme;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * UUIDs of version 7. An edge is the smallest UUID of its millisecond; the version and
 * variant bits may be left out in bounds that others made.
 */
record UuidV7Codec() implements KeyCodec {

	private static final String LEAST = "-7000-8000-000000000000";

	private static final Pattern EDGE = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-(7000-8000|0000-0000)-000000000000");

	private static final Pattern KEY = Pattern
		.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

	@Override
	public boolean fits(KeyType type) {
		return type == KeyType.UUID;
	}

	@Override
	public String encode(Instant instant, KeyType type) {
		return Milliseconds.uuid(instant, LEAST);
	}

	@Override
	public Optional<Instant> decode(String literal, KeyType type) {
		return EDGE.matcher(literal).matches() ? Optional.of(Milliseconds.ofUuid(literal)) : Optional.empty();
	}

	/** UUIDs of other versions carry no time, and lie between the others by chance. */
	@Override
	public Optional<Instant> instantOf(String key, KeyType type) {
		return KEY.matcher(key).matches() ? Optional.of(Milliseconds.ofUuid(key)) : Optional.empty();
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
		return "uuidv7";
	}

}
