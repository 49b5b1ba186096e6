package io.partsmith.scheme;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Turns an instant into the key with which an application's own queries begin or end, so
 * that PostgreSQL reads the partitions of that time alone.
 *
 * @param codec how the key carries time
 * @param type the key column's type
 * @param zone the zone whose wall time a {@code timestamp} or {@code date} column holds;
 * without meaning for other types
 */
public record KeyBounds(KeyCodec codec, KeyType type, ZoneId zone) {

	/**
	 * Refuses a column that cannot carry the keys.
	 * @param codec how the key carries time
	 * @param type the key column's type
	 * @param zone the zone whose wall time the column holds
	 * @throws IllegalArgumentException if the codec does not fit the type
	 */
	public KeyBounds {
		if (!codec.fits(type)) {
			throw new IllegalArgumentException("The codec " + codec + " does not fit a column of the type " + type);
		}
	}

	/**
	 * The bounds of a codec's keys.
	 * @param codec how the key carries time
	 * @param type the key column's type; the wall time of {@code timestamp} and
	 * {@code date} columns is UTC's
	 * @return the bounds
	 */
	public static KeyBounds of(KeyCodec codec, KeyType type) {
		return new KeyBounds(codec, type, ZoneOffset.UTC);
	}

	/**
	 * The bounds of a table's keys.
	 * @param boundaries the table's boundaries
	 * @param type the key column's type
	 * @return the bounds
	 */
	public static KeyBounds of(Boundaries.Time boundaries, KeyType type) {
		return new KeyBounds(boundaries.codec(), type, boundaries.zone());
	}

	/**
	 * The least key of an instant: {@code key >= lowerBound(a) AND key < lowerBound(b)}
	 * are the rows from {@code a} to {@code b}, as exactly as the key tells time.
	 * @param instant the instant; what lies beyond the keys is taken for their first or
	 * last one
	 * @return the key as text; cast the parameter to the column's type
	 */
	public String lowerBound(Instant instant) {
		Instant bound = instant.isBefore(this.codec.earliest()) ? this.codec.earliest() : instant;
		bound = bound.isAfter(this.codec.latest()) ? this.codec.latest() : bound;
		boolean wall = this.type == KeyType.TIMESTAMP || this.type == KeyType.DATE;
		return this.codec.encode(wall ? LocalDateTime.ofInstant(bound, this.zone).toInstant(ZoneOffset.UTC) : bound,
				this.type);
	}

}
