package io.partsmith.scheme;

import java.time.Instant;
import java.util.Optional;

/** A column of times is its own codec. */
record TimestampCodec() implements KeyCodec {

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

	@Override
	public String toString() {
		return "timestamp";
	}

}
