package io.partsmith.scheme;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Whole numbers that count from 1970.
 *
 * @param name the codec's name in the configuration
 * @param perSecond how many of them make a second, at most 1,000,000
 */
record EpochCodec(String name, int perSecond) implements KeyCodec {

	private static final int NANOS = 1_000_000_000;

	@Override
	public boolean fits(KeyType type) {
		return type.isInteger();
	}

	@Override
	public String encode(Instant instant, KeyType type) {
		return BigInteger.valueOf(instant.getEpochSecond())
			.multiply(BigInteger.valueOf(this.perSecond))
			.add(BigInteger.valueOf(instant.getNano() / (NANOS / this.perSecond)))
			.toString();
	}

	@Override
	public Optional<Instant> decode(String literal, KeyType type) {
		return KeyType.number(literal).flatMap(this::instant);
	}

	@Override
	public Optional<Instant> instantOf(String key, KeyType type) {
		return KeyType.floor(key).flatMap(this::instant);
	}

	private Optional<Instant> instant(BigInteger number) {
		try {
			BigInteger unit = BigInteger.valueOf(this.perSecond);
			BigInteger part = number.mod(unit);
			return Optional.of(Instant.ofEpochSecond(number.subtract(part).divide(unit).longValueExact(),
					part.longValueExact() * (NANOS / this.perSecond)));
		}
		catch (ArithmeticException | DateTimeException ex) {
			return Optional.empty();
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
