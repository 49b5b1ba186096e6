package io.partsmith.scheme;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * Snowflake ids: 41 bits of milliseconds, 22 further bits that are zero in an edge.
 *
 * @param epoch the instant whose ids begin with 0
 */
record SnowflakeCodec(Instant epoch) implements KeyCodec {

	private static final int TIME_BITS = 41;

	private static final int OTHER_BITS = 22;

	@Override
	public boolean fits(KeyType type) {
		return type == KeyType.BIGINT || type == KeyType.NUMERIC;
	}

	@Override
	public String encode(Instant instant, KeyType type) {
		return BigInteger.valueOf(instant.toEpochMilli() - this.epoch.toEpochMilli()).shiftLeft(OTHER_BITS).toString();
	}

	@Override
	public Optional<Instant> decode(String literal, KeyType type) {
		return KeyType.number(literal)
			.filter((id) -> id.signum() == 0 || id.getLowestSetBit() >= OTHER_BITS)
			.flatMap(this::instant);
	}

	@Override
	public Optional<Instant> instantOf(String key, KeyType type) {
		return KeyType.floor(key).flatMap(this::instant);
	}

	private Optional<Instant> instant(BigInteger id) {
		return (id.signum() >= 0 && id.bitLength() <= TIME_BITS + OTHER_BITS)
				? Optional.of(this.epoch.plusMillis(id.shiftRight(OTHER_BITS).longValueExact())) : Optional.empty();
	}

	@Override
	public Instant earliest() {
		return this.epoch;
	}

	@Override
	public Instant latest() {
		return this.epoch.plusMillis((1L << TIME_BITS) - 1);
	}

	@Override
	public String toString() {
		return "snowflake since " + this.epoch;
	}

}
