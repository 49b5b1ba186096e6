package io.partsmith.scheme;

/**
 * One step of the axis, half open.
 *
 * @param from the first position in it
 * @param to the first position after it
 */
public record Window(Position from, Position to) {

	/**
	 * Refuses a window without content.
	 * @param from the first position in it
	 * @param to the first position after it
	 * @throws IllegalArgumentException if {@code to} is not after {@code from}
	 */
	public Window {
		if (!from.isBefore(to)) {
			throw new IllegalArgumentException("The window [" + from + ", " + to + ") is empty");
		}
	}

	/**
	 * The same stretch as an extent.
	 * @return the extent
	 */
	public Extent extent() {
		return new Extent(this.from, this.to);
	}

	/**
	 * The window for people.
	 * @return for example {@code [2026-08-01T00:00:00Z, 2026-09-01T00:00:00Z)}
	 */
	@Override
	public String toString() {
		return "[" + this.from + ", " + this.to + ")";
	}

}
