package io.partsmith.scheme;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import io.partsmith.topology.Datum;
import io.partsmith.topology.PartitionBounds;

/**
 * An axis over the leading column of a RANGE key: windows in, bounds out, and back.
 *
 * @param axis the axis
 * @param columns the number of columns in the key
 */
public record RangeGrid(Axis axis, int columns) implements Grid {

	/** Trailing columns go from {@code MINVALUE} to {@code MINVALUE}. */
	@Override
	public PartitionBounds.Range bounds(Window window) {
		return new PartitionBounds.Range(tuple(window.from()), tuple(window.to()));
	}

	/**
	 * The bounds of everything before a position.
	 * @param end the first position that is not held
	 * @return the bounds, from {@code MINVALUE} on
	 */
	public PartitionBounds.Range below(Position end) {
		return new PartitionBounds.Range(Collections.nCopies(this.columns, Datum.MINVALUE), tuple(end));
	}

	/**
	 * The bounds of everything from a position on.
	 * @param begin the first position that is held
	 * @return the bounds, to {@code MAXVALUE}
	 */
	public PartitionBounds.Range above(Position begin) {
		return new PartitionBounds.Range(tuple(begin), Collections.nCopies(this.columns, Datum.MAXVALUE));
	}

	private List<Datum> tuple(Position position) {
		List<Datum> tuple = new ArrayList<>();
		tuple.add(this.axis.datum(position));
		// After MAXVALUE, PostgreSQL wants MAXVALUE in every later column too (42P17).
		Datum trailing = (tuple.get(0) == Datum.MAXVALUE) ? Datum.MAXVALUE : Datum.MINVALUE;
		tuple.addAll(Collections.nCopies(this.columns - 1, trailing));
		return tuple;
	}

	@Override
	public Optional<Extent> asWritten(PartitionBounds bounds) {
		if (!(bounds instanceof PartitionBounds.Range range) || range.from().size() != this.columns
				|| !trailsOff(range.from()) || !trailsOff(range.to())) {
			return Optional.empty();
		}
		Optional<End> from = end(range.from().get(0));
		Optional<End> to = end(range.to().get(0));
		// A partition for infinity alone holds nothing of the axis.
		if (from.isEmpty() || to.isEmpty() || from.get().equals(End.ABOVE) || to.get().equals(End.BELOW)) {
			return Optional.empty();
		}
		return Optional.of(new Extent(from.get().position(), to.get().position()));
	}

	@Override
	public Optional<Extent> extent(PartitionBounds bounds) {
		return asWritten(bounds).map(this::closed);
	}

	/** The last window there is ends with MAXVALUE, the first begins with MINVALUE. */
	private Extent closed(Extent extent) {
		Position from = extent.from();
		Position to = extent.to();
		if (to == null && from != null) {
			Window last = this.axis.windowAt(from);
			return isWindow(last, this.axis.datum(last.to()) == Datum.MAXVALUE) ? new Extent(from, last.to()) : extent;
		}
		if (from == null && to != null) {
			Window first = this.axis.previous(this.axis.windowAt(to));
			boolean ends = this.axis.datum(first.from()) == Datum.MINVALUE && first.to().equals(to);
			return isWindow(first, ends) ? first.extent() : extent;
		}
		return extent;
	}

	private boolean isWindow(Window window, boolean ends) {
		return ends && this.axis.holds(window);
	}

	@Override
	public boolean isOpen(PartitionBounds bounds) {
		Optional<Extent> closed = extent(bounds);
		Optional<Extent> open = asWritten(bounds);
		if (closed.isEmpty() || closed.equals(open)) {
			return closed.isPresent() && closed.get().isUnbounded();
		}
		Window window = closed.get().window();
		return !this.axis.isBeyondType((open.orElseThrow().to() == null) ? window.to() : window.from());
	}

	/**
	 * A trailing bound other than {@code MINVALUE} cuts through the values of one
	 * position, which the partition shares with its neighbour.
	 */
	@Override
	public List<Extent> reach(PartitionBounds bounds) {
		Optional<Extent> exact = extent(bounds);
		if (exact.isPresent() || !(bounds instanceof PartitionBounds.Range range)) {
			return exact.stream().toList();
		}
		Optional<End> from = end(range.from().get(0));
		Optional<End> to = end(range.to().get(0));
		if (from.isEmpty() || to.isEmpty() || from.get().equals(End.ABOVE) || to.get().equals(End.BELOW)) {
			return List.of();
		}
		Position end = to.get().position();
		return List.of(new Extent(from.get().position(), (end != null) ? this.axis.successor(end) : null));
	}

	private Optional<End> end(Datum datum) {
		if (datum instanceof Datum.Literal literal) {
			return this.axis.end(literal);
		}
		if (datum == Datum.NULL) {
			return Optional.empty();
		}
		return Optional.of((datum == Datum.MINVALUE) ? End.BELOW : End.ABOVE);
	}

	private static boolean trailsOff(List<Datum> tuple) {
		// Asked of each partition in each run, and hardly any key has a second column.
		return tuple.size() == 1
				|| tuple.stream().skip(1).allMatch((datum) -> datum == Datum.MINVALUE || datum == tuple.get(0));
	}

}
