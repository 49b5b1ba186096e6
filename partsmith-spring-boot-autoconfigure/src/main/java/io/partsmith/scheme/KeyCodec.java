package io.partsmith.scheme;

import java.time.Instant;
import java.util.Optional;

/**
 * How a key column carries time. A bean of this type is used by the tables whose
 * {@code codec} is its name. Later instants must have greater keys in the column's own
 * order, and what was encoded must decode to the same instant.
 */
public interface KeyCodec {

	/** The column's own type: {@code date}, {@code timestamp}, {@code timestamptz}. */
	KeyCodec TIMESTAMP = new TimestampCodec();

	/** UUIDs of version 7. */
	KeyCodec UUIDV7 = new UuidV7Codec();

	/**
	 * ULIDs: 26 characters in upper case, or their 128 bits in a {@code uuid} column.
	 */
	KeyCodec ULID = new UlidCodec();

	/** Whole seconds since 1970. */
	KeyCodec EPOCH_SECONDS = new EpochCodec("epoch-seconds", 1);

	/** Milliseconds since 1970. */
	KeyCodec EPOCH_MILLISECONDS = new EpochCodec("epoch-milliseconds", 1_000);

	/** Microseconds since 1970. */
	KeyCodec EPOCH_MICROSECONDS = new EpochCodec("epoch-microseconds", 1_000_000);

	/**
	 * Snowflake ids: milliseconds since an epoch of their own above 22 further bits.
	 * @param epoch the instant whose ids begin with 0
	 * @return the codec
	 */
	static KeyCodec snowflake(Instant epoch) {
		return new SnowflakeCodec(epoch);
	}

	/**
	 * Whether a column of a type can carry these keys.
	 * @param type the key column's type
	 * @return {@code true} if so
	 */
	boolean fits(KeyType type);

	/**
	 * The least key of an instant: no key of that instant or a later one is below it.
	 * @param instant an instant between {@link #earliest()} and {@link #latest()}
	 * @param type the key column's type, one that fits
	 * @return the key as text, as PostgreSQL reads a literal of the type
	 */
	String encode(Instant instant, KeyType type);

	/**
	 * Reads the edge of a partition back.
	 * @param literal a constant from the catalog, its quotes undone
	 * @param type the key column's type, one that fits
	 * @return the instant whose least key this is; empty for anything else, which is then
	 * reported and left alone
	 */
	Optional<Instant> decode(String literal, KeyType type);

	/**
	 * Reads the key of a row, which need not be the least of its instant. Rows whose key
	 * is read leave a DEFAULT partition for the window of that instant.
	 * @param key the key as PostgreSQL prints it
	 * @param type the key column's type, one that fits
	 * @return an instant whose least key is not above this one, while that of every later
	 * instant that the codec tells from it is; empty for what is no key of this codec. By
	 * default what {@link #decode} reads
	 */
	default Optional<Instant> instantOf(String key, KeyType type) {
		return decode(key, type);
	}

	/**
	 * The first instant that has keys. No partition is made for what ends before it.
	 * @return the instant; by default before all others
	 */
	default Instant earliest() {
		return Instant.MIN;
	}

	/**
	 * The last instant that has keys. No partition is made for what begins after it.
	 * @return the instant; by default behind all others
	 */
	default Instant latest() {
		return Instant.MAX;
	}

}
