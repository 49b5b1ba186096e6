package io.partsmith.scheme;

import java.time.Instant;
import java.util.Optional;

/** A column of times is its own codec. */
record TimestampCodec() implements KeyCodec {

	private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

	/** PostgreSQL's last timestamp; its dates go on for longer. */
	private static final Instant LATEST = Instant.parse("+294276-12-31T23:59:59.999999Z");

	@Override
	public boolean fits(KeyType type) {
		return type.isTime();
	}

	@Override
	public String encode(Instant instant, KeyType type) {
		return TimeText.write(instant, type);
	}

	@Override
	public Optional<Instant> decode(String literal, KeyType type) {
		return TimeText.read(literal);
	}

	/** Years before Christ are not written. */
	@Override
	public Instant earliest() {
		return EARLIEST;
	}

	@Override
	public Instant latest() {
		return LATEST;
	}

	@Override
	public String toString() {
		return "timestamp";
	}

}
