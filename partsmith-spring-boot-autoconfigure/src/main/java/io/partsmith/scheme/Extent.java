package io.partsmith.scheme;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of the axis that a partition really holds, half open, possibly without an
 * end.
 *
 * @param from the first position in it, or {@code null} where it has no lower end
 * @param to the first position after it, or {@code null} where it has no upper end
 */
public record Extent(@Nullable Position from, @Nullable Position to) {

	/**
	 * Whether an end is open.
	 * @return {@code true} without a lower or an upper end
	 */
	public boolean isUnbounded() {
		return this.from == null || this.to == null;
	}

	/**
	 * The same stretch as a window.
	 * @return the window
	 * @throws IllegalStateException if an end is open
	 */
	public Window window() {
		if (this.from == null || this.to == null) {
			throw new IllegalStateException(this + " is no window, an end of it is open");
		}
		return new Window(this.from, this.to);
	}

	/**
	 * Whether both have a position in common.
	 * @param other the other extent
	 * @return {@code true} if they overlap
	 */
	public boolean overlaps(Extent other) {
		return startsBefore(other.to) && other.startsBefore(this.to);
	}

	private boolean startsBefore(@Nullable Position end) {
		return this.from == null || end == null || this.from.isBefore(end);
	}

	/**
	 * Whether a position lies in it.
	 * @param position the position
	 * @return {@code true} if it does
	 */
	public boolean contains(Position position) {
		return (this.from == null || !position.isBefore(this.from)) && (this.to == null || position.isBefore(this.to));
	}

	/**
	 * The extent for people.
	 * @return for example {@code [-infinity, 2026-09-01T00:00:00Z)}
	 */
	@Override
	public String toString() {
		return "[" + ((this.from != null) ? this.from : "-infinity") + ", " + ((this.to != null) ? this.to : "infinity")
				+ ")";
	}

}
