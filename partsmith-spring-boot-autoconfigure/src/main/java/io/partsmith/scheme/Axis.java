package io.partsmith.scheme;

import java.time.Instant;
import java.util.Optional;

import io.partsmith.topology.Datum;

/**
 * The line along which a table is divided: boundaries laid over a column of a certain
 * type. The windows of an axis are contiguous, do not overlap and have names of their
 * own.
 */
public sealed interface Axis permits TimeAxis, IntegerAxis {

	/**
	 * The window that holds a position.
	 * @param position a position of this axis
	 * @return the window
	 */
	Window windowAt(Position position);

	/**
	 * The window right before another one.
	 * @param window a window of this axis
	 * @return the earlier window
	 */
	Window previous(Window window);

	/**
	 * The window right after another one.
	 * @param window a window of this axis
	 * @return the later window
	 */
	default Window next(Window window) {
		return windowAt(window.to());
	}

	/**
	 * The smallest position behind another one that the column can hold.
	 * @param position a position of this axis
	 * @return the next id, or the next microsecond
	 */
	Position successor(Position position);

	/**
	 * Whether the column's type can hold a value of the window.
	 * @param window a window of this axis
	 * @return {@code false} beyond the end of {@code smallint}, {@code integer} or
	 * {@code bigint}
	 */
	boolean holds(Window window);

	/**
	 * The keys that windows can be laid over, for people.
	 * @return for example {@code smallint holds -32768 to 32767}
	 */
	String keys();

	/**
	 * Whether a position lies where the column's type holds no value any more.
	 * @param position a position of this axis
	 * @return {@code false} too where only a codec ends
	 */
	boolean isBeyondType(Position position);

	/**
	 * A position as it is written in a bound, so that it means the same under every
	 * session time zone; an end beyond the column's type is {@code MINVALUE} or
	 * {@code MAXVALUE}. What lies before the first key of a codec is that key, what lies
	 * behind its last one {@code MAXVALUE}.
	 * @param position a position of this axis
	 * @return the datum
	 */
	Datum datum(Position position);

	/**
	 * Reads a constant of a bound back.
	 * @param literal the constant from the catalog
	 * @return the end; empty where it is no value of this axis
	 */
	Optional<End> end(Datum.Literal literal);

	/**
	 * The window that holds the key of a row.
	 * @param key the key as PostgreSQL prints it
	 * @return the window; empty where none holds it, such as {@code infinity}, or it is
	 * no key of the codec
	 */
	Optional<Window> windowOf(String key);

	/**
	 * What stands behind the table's name in the name of a window's partition.
	 * @param window a window of this axis
	 * @return for example {@code __2026_08}
	 */
	String suffix(Window window);

	/**
	 * The window whose suffix this is. Only used for detached tables, which have no
	 * bounds left.
	 * @param suffix the end of a name, from the two underscores on
	 * @return the window; empty where no window has exactly that suffix
	 */
	Optional<Window> windowNamed(String suffix);

	/**
	 * The position of the clock.
	 * @param now the clock's instant
	 * @return the position; empty on an integer axis, which no clock moves
	 */
	Optional<Position> at(Instant now);

	/**
	 * The instant at which the clock reaches a position.
	 * @param position a position of this axis
	 * @return the instant; empty on an integer axis
	 */
	Optional<Instant> instantOf(Position position);

	/**
	 * The number of bytes the longest suffix needs; names are budgeted with it.
	 * @return bytes
	 */
	int longestSuffix();

}
