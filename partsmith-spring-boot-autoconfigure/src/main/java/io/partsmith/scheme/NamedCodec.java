package io.partsmith.scheme;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A codec of the application under the name it has there, by which a configuration is
 * told from another one.
 *
 * @param name the bean's name
 * @param codec the bean
 */
public record NamedCodec(String name, KeyCodec codec) implements KeyCodec {

	/** A column of times is its own codec, whatever a bean says. */
	@Override
	public boolean fits(KeyType type) {
		return !type.isTime() && this.codec.fits(type);
	}

	@Override
	public String encode(Instant instant, KeyType type) {
		return this.codec.encode(instant, type);
	}

	@Override
	public Optional<Instant> decode(String literal, KeyType type) {
		return read(() -> this.codec.decode(literal, type));
	}

	@Override
	public Optional<Instant> instantOf(String key, KeyType type) {
		return read(() -> this.codec.instantOf(key, type));
	}

	private static Optional<Instant> read(Supplier<Optional<Instant>> reading) {
		try {
			return reading.get();
		}
		catch (RuntimeException ex) {
			// Foreign to the bean: reported like any bound or key that cannot be read.
			return Optional.empty();
		}
	}

	@Override
	public Instant earliest() {
		return this.codec.earliest();
	}

	@Override
	public Instant latest() {
		return this.codec.latest();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
