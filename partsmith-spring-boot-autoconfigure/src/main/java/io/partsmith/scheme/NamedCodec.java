package io.partsmith.scheme;

import java.time.Instant;
import java.util.Optional;

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
		try {
			return this.codec.decode(literal, type);
		}
		catch (RuntimeException ex) {
			// Foreign to the bean: reported like any bound that cannot be read.
			return Optional.empty();
		}
	}

	@Override
	public Optional<Instant> instantOf(String key, KeyType type) {
		try {
			return this.codec.instantOf(key, type);
		}
		catch (RuntimeException ex) {
			// Foreign to the bean, as a bound may be.
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
