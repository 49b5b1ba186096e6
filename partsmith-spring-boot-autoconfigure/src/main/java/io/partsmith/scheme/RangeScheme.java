package io.partsmith.scheme;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.partsmith.topology.PartitionMethod;
import org.jspecify.annotations.Nullable;

/**
 * A level divided by RANGE.
 *
 * @param key the key's columns; the leading one carries the window, the others are
 * bounded by {@code MINVALUE} at both ends
 * @param boundaries where windows begin and end on the leading column
 * @param catchAlls the ends of the axis that are kept covered by a partition of their own
 * @param child how each window is divided again, or {@code null}
 */
public record RangeScheme(List<String> key, Boundaries boundaries, Set<CatchAll> catchAlls,
		@Nullable Scheme child) implements Progression {

	/**
	 * Copies the collections.
	 * @param key the key's columns
	 * @param boundaries where windows begin and end
	 * @param catchAlls the ends that are kept covered
	 * @param child how each window is divided again, or {@code null}
	 * @throws IllegalArgumentException if the key is empty or the boundaries are those of
	 * a list
	 */
	public RangeScheme {
		key = List.copyOf(key);
		catchAlls = Set.copyOf(catchAlls);
		if (key.isEmpty()) {
			throw new IllegalArgumentException("A partition key has at least one column");
		}
		if (boundaries instanceof Boundaries.Sequence) {
			throw new IllegalArgumentException("A sequence of single values divides a LIST, not a RANGE");
		}
	}

	/**
	 * Windows that are leaves.
	 * @param key the key's columns
	 * @param boundaries where windows begin and end
	 */
	public RangeScheme(List<String> key, Boundaries boundaries) {
		this(key, boundaries, Set.of(), null);
	}

	/**
	 * The same windows, divided again.
	 * @param division how each window is divided
	 * @return a copy
	 */
	public RangeScheme dividedBy(Scheme division) {
		return new RangeScheme(this.key, this.boundaries, this.catchAlls, division);
	}

	@Override
	public PartitionMethod method() {
		return PartitionMethod.RANGE;
	}

	@Override
	public Optional<Grid> over(KeyType type, int columns) {
		return this.boundaries.over(type).map((axis) -> new RangeGrid(axis, columns));
	}

}
