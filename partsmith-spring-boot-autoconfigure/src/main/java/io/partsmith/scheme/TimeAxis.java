package io.partsmith.scheme;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import io.partsmith.topology.Datum;

/**
 * Windows over time. A {@code timestamptz} key and one that a codec reads are divided
 * along instants by the calendar of the table's zone; a {@code timestamp} or {@code date}
 * key along the wall time it holds, which has no DST of its own.
 */
public final class TimeAxis implements Axis {

	private final TimeDivision division;

	private final ZoneId zone;

	private final KeyType type;

	private final KeyCodec codec;

	private final TimeGrid grid;

	/**
	 * An axis over a column of times.
	 * @param division how time is cut into windows
	 * @param zone the table's zone
	 * @param type the key column's type
	 */
	public TimeAxis(TimeDivision division, ZoneId zone, KeyType type) {
		this(division, zone, type, KeyCodec.TIMESTAMP);
	}

	/**
	 * An axis over a column whose keys carry time.
	 * @param division how time is cut into windows
	 * @param zone the table's zone
	 * @param type the key column's type
	 * @param codec how its keys carry time
	 */
	public TimeAxis(TimeDivision division, ZoneId zone, KeyType type, KeyCodec codec) {
		this.division = division;
		this.zone = zone;
		this.type = type;
		this.codec = codec;
		this.grid = division.grid(wall());
	}

	private ZoneId wall() {
		return holdsWallTime() ? ZoneOffset.UTC : this.zone;
	}

	private boolean holdsWallTime() {
		return this.type == KeyType.TIMESTAMP || this.type == KeyType.DATE;
	}

	/**
	 * The type of the key column.
	 * @return the type
	 */
	public KeyType type() {
		return this.type;
	}

	@Override
	public Window windowAt(Position position) {
		return this.grid.windowAt(instant(position));
	}

	private static Instant instant(Position position) {
		return ((Position.Time) position).instant();
	}

	@Override
	public Window previous(Window window) {
		return this.grid.windowAt(instant(window.from()).minusNanos(1));
	}

	@Override
	public Position successor(Position position) {
		return new Position.Time(((Position.Time) position).instant().plus(1, ChronoUnit.MICROS));
	}

	@Override
	public boolean holds(Window window) {
		Instant from = instant(window.from());
		Instant to = instant(window.to());
		if (!to.isAfter(this.codec.earliest()) || from.isAfter(this.codec.latest())) {
			return false;
		}
		return !this.type.isInteger() || this.type.reaches(number(first(from)), number(last(to)).add(BigInteger.ONE));
	}

	private Instant first(Instant from) {
		return from.isBefore(this.codec.earliest()) ? this.codec.earliest() : from;
	}

	/** The last instant before an end that has keys. */
	private Instant last(Instant to) {
		return to.isAfter(this.codec.latest()) ? this.codec.latest() : to.minusNanos(1);
	}

	private BigInteger number(Instant instant) {
		String text = this.codec.encode(instant, this.type);
		return KeyType.number(text).orElseThrow(() -> broken(instant, text));
	}

	@Override
	public String keys() {
		String times = this.codec.latest().equals(Instant.MAX) ? this.codec + " has no end"
				: this.codec + " has keys from " + this.codec.earliest() + " to " + this.codec.latest();
		return (this.type.greatest() != null) ? times + "; " + this.type.range() : times;
	}

	@Override
	public boolean isBeyondType(Position position) {
		Instant instant = instant(position);
		boolean written = !instant.isBefore(this.codec.earliest()) && !instant.isAfter(this.codec.latest());
		return this.type.isInteger() && written && this.type.datum(number(instant)) instanceof Datum.Keyword;
	}

	@Override
	public Datum datum(Position position) {
		// MINVALUE would take keys that are none of the codec's.
		Instant instant = first(instant(position));
		if (instant.isAfter(this.codec.latest())) {
			return Datum.MAXVALUE;
		}
		String text = this.codec.encode(instant, this.type);
		if (!this.codec.decode(text, this.type).equals(Optional.of(instant))) {
			throw broken(instant, text);
		}
		return this.type.isInteger() ? this.type.datum(number(instant)) : new Datum.Literal(text);
	}

	private BrokenContractException broken(Instant instant, String text) {
		return new BrokenContractException("The codec " + this.codec + " writes " + instant + " as '" + text
				+ "' into a column of the type " + this.type + ", and does not read the same back");
	}

	@Override
	public Optional<End> end(Datum.Literal literal) {
		String text = literal.text();
		if (this.type.isTime() && text.endsWith("infinity") || this.type.isInteger() && text.endsWith("Infinity")) {
			return Optional.of(End.beyond(literal));
		}
		return this.codec.decode(text, this.type).map((instant) -> End.at(read(instant)));
	}

	/**
	 * The first key of a codec stands for all of its window, whose beginning has none.
	 */
	private Position read(Instant instant) {
		Position position = new Position.Time(instant);
		return instant.equals(this.codec.earliest()) ? windowAt(position).from() : position;
	}

	@Override
	public Optional<Window> windowOf(String key) {
		return this.codec.instantOf(key, this.type)
			.map((instant) -> windowAt(new Position.Time(instant)))
			.filter(this::holds);
	}

	@Override
	public String suffix(Window window) {
		return this.grid.suffix(window);
	}

	@Override
	public Optional<Window> windowNamed(String suffix) {
		return this.grid.windowNamed(suffix);
	}

	@Override
	public Optional<Position> at(Instant now) {
		return Optional.of(new Position.Time(
				holdsWallTime() ? LocalDateTime.ofInstant(now, this.zone).toInstant(ZoneOffset.UTC) : now));
	}

	@Override
	public Optional<Instant> instantOf(Position position) {
		Instant instant = instant(position);
		return Optional.of(holdsWallTime()
				? LocalDateTime.ofInstant(instant, ZoneOffset.UTC).atZone(this.zone).toInstant() : instant);
	}

	/**
	 * The position at which a day begins.
	 * @param day a day of the table's zone
	 * @return the position
	 */
	public Position startOf(LocalDate day) {
		return new Position.Time(new Wall(wall()).boundary(day.atStartOfDay()));
	}

	/**
	 * The position an amount of time before another one, by this axis' calendar.
	 * @param position the later position
	 * @param amount how long before
	 * @return the earlier position
	 */
	public Position before(Position position, TimeAmount amount) {
		return new Position.Time(amount.before(instant(position), wall()));
	}

	@Override
	public int longestSuffix() {
		return this.division.longestSuffix();
	}

	/**
	 * The axis for people.
	 * @return for example {@code DAY in Europe/Berlin over date}
	 */
	@Override
	public String toString() {
		return this.division + " in " + this.zone + " over " + this.type;
	}

}
