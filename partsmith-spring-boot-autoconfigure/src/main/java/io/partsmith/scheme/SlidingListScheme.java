package io.partsmith.scheme;

import java.util.List;
import java.util.Optional;

import io.partsmith.topology.PartitionMethod;
import org.jspecify.annotations.Nullable;

/**
 * A level divided by LIST, one whole number for each partition, of which the next opens
 * when it is time: a sliding list.
 *
 * @param column the key's only column; LIST takes no more
 * @param boundaries the first value, and where now is
 * @param child how each partition is divided again, or {@code null}
 */
public record SlidingListScheme(String column, Boundaries.Sequence boundaries,
		@Nullable Scheme child) implements Progression {

	@Override
	public PartitionMethod method() {
		return PartitionMethod.LIST;
	}

	@Override
	public List<String> key() {
		return List.of(this.column);
	}

	@Override
	public Optional<Grid> over(KeyType type, int columns) {
		return this.boundaries.over(type).map(ListGrid::new);
	}

}
