package io.partsmith.scheme;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

import io.partsmith.topology.Datum;

/**
 * Windows over whole numbers: {@code step} wide, one of them beginning at {@code origin}.
 *
 * @param step the number of ids in a window, at least 1
 * @param origin where a window begins
 * @param type the key column's type
 */
public record IntegerAxis(BigInteger step, BigInteger origin, KeyType type) implements Axis {

	@Override
	public Window windowAt(Position position) {
		BigInteger[] division = id(position).subtract(this.origin).divideAndRemainder(this.step);
		BigInteger index = (division[1].signum() < 0) ? division[0].subtract(BigInteger.ONE) : division[0];
		BigInteger from = this.origin.add(index.multiply(this.step));
		return new Window(new Position.Id(from), new Position.Id(from.add(this.step)));
	}

	private static BigInteger id(Position position) {
		return ((Position.Id) position).value();
	}

	@Override
	public Window previous(Window window) {
		return windowAt(new Position.Id(id(window.from()).subtract(BigInteger.ONE)));
	}

	@Override
	public Position successor(Position position) {
		return new Position.Id(id(position).add(BigInteger.ONE));
	}

	@Override
	public boolean holds(Window window) {
		return this.type.reaches(id(window.from()), id(window.to()));
	}

	@Override
	public String keys() {
		return this.type.range();
	}

	@Override
	public boolean isBeyondType(Position position) {
		return this.type.datum(id(position)) instanceof Datum.Keyword;
	}

	@Override
	public Datum datum(Position position) {
		return this.type.datum(id(position));
	}

	@Override
	public Optional<End> end(Datum.Literal literal) {
		if (literal.text().endsWith("Infinity")) {
			return Optional.of(End.beyond(literal));
		}
		return KeyType.number(literal.text()).map((id) -> End.at(new Position.Id(id)));
	}

	@Override
	public Optional<Window> windowOf(String key) {
		return KeyType.floor(key).map((id) -> windowAt(new Position.Id(id))).filter(this::holds);
	}

	@Override
	public String suffix(Window window) {
		BigInteger from = id(window.from());
		return "__" + ((from.signum() < 0) ? "m" + from.negate() : from.toString());
	}

	@Override
	public Optional<Window> windowNamed(String suffix) {
		try {
			Window window = windowAt(new Position.Id(new BigInteger(suffix.substring(2).replace('m', '-'))));
			return suffix(window).equals(suffix) ? Optional.of(window) : Optional.empty();
		}
		catch (NumberFormatException ex) {
			return Optional.empty();
		}
	}

	@Override
	public Optional<Position> at(Instant now) {
		return Optional.empty();
	}

	@Override
	public Optional<Instant> instantOf(Position position) {
		return Optional.empty();
	}

	/**
	 * The longest suffix of the type, which is that of its first or its last window; that
	 * of a {@code numeric} key is counted with 24 digits.
	 */
	@Override
	public int longestSuffix() {
		BigInteger greatest = this.type.greatest();
		BigInteger least = this.type.least();
		if (greatest == null || least == null) {
			return "__m".length() + 24;
		}
		return Math.max(suffixAt(least).length(), suffixAt(greatest).length());
	}

	private String suffixAt(BigInteger id) {
		return suffix(windowAt(new Position.Id(id)));
	}

}
