package io.partsmith.scheme;

import java.util.List;
import java.util.Optional;

import io.partsmith.topology.PartitionBounds;

/** The axis of a progression laid over its key: windows in, bounds out, and back. */
public sealed interface Grid permits RangeGrid, ListGrid {

	/**
	 * The axis.
	 * @return the axis of the leading column
	 */
	Axis axis();

	/**
	 * The bounds of a window's partition.
	 * @param window a window of the axis
	 * @return the bounds
	 */
	PartitionBounds bounds(Window window);

	/**
	 * The one stretch of the axis that bounds hold, whole and alone. An open end of the
	 * last window of an axis, which could not be written otherwise, ends with the window.
	 * @param bounds bounds from the catalog
	 * @return the extent; empty where they hold anything else
	 */
	Optional<Extent> extent(PartitionBounds bounds);

	/**
	 * The same, an open end always left open.
	 * @param bounds bounds from the catalog
	 * @return the extent; empty where they hold anything else
	 */
	Optional<Extent> asWritten(PartitionBounds bounds);

	/**
	 * Whether bounds are open to keys that no window has. Nobody knows what such keys
	 * mean, so a partition that takes them never expires.
	 * @param bounds bounds from the catalog
	 * @return {@code false} too for an open end behind which the column's type holds no
	 * value
	 */
	boolean isOpen(PartitionBounds bounds);

	/**
	 * The stretches of the axis from which bounds hold a part, so that no window's
	 * partition can be attached there.
	 * @param bounds bounds from the catalog
	 * @return the stretches; empty where the bounds hold nothing of the axis, or cannot
	 * be read
	 */
	List<Extent> reach(PartitionBounds bounds);

	/**
	 * Whether a partition is ours: its bounds are a window, or lie inside one.
	 * @param extent what the partition holds
	 * @return {@code false} for a wider or an unbounded one
	 */
	default boolean owns(Extent extent) {
		if (extent.from() == null || extent.to() == null) {
			return false;
		}
		return !axis().windowAt(extent.from()).to().isBefore(extent.to());
	}

}
