package io.partsmith.scheme;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.partsmith.topology.Datum;
import io.partsmith.topology.PartitionBounds;

/**
 * A sliding list: each window is one whole number, {@code [v, v+1)}.
 *
 * @param axis the axis, with a step of 1
 */
public record ListGrid(Axis axis) implements Grid {

	@Override
	public PartitionBounds.Values bounds(Window window) {
		return new PartitionBounds.Values(List.of(this.axis.datum(window.from())));
	}

	/** Only a partition of a single value is one of the list. */
	@Override
	public Optional<Extent> extent(PartitionBounds bounds) {
		return (bounds instanceof PartitionBounds.Values list && list.values().size() == 1)
				? reach(bounds).stream().findFirst() : Optional.empty();
	}

	/** A single value has both ends. */
	@Override
	public Optional<Extent> asWritten(PartitionBounds bounds) {
		return extent(bounds);
	}

	@Override
	public boolean isOpen(PartitionBounds bounds) {
		return false;
	}

	/** NULL and what is no whole number lie off the axis. */
	@Override
	public List<Extent> reach(PartitionBounds bounds) {
		if (!(bounds instanceof PartitionBounds.Values list)) {
			return List.of();
		}
		return list.values()
			.stream()
			.filter(Datum.Literal.class::isInstance)
			.flatMap((datum) -> this.axis.end((Datum.Literal) datum).stream())
			.flatMap((end) -> Stream.ofNullable(end.position()))
			.map((position) -> this.axis.windowAt(position).extent())
			.toList();
	}

}
