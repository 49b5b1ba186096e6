package io.partsmith.scheme;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.topology.PartitionMethod;
import org.jspecify.annotations.Nullable;

/**
 * How a table, or each partition of the level above, is divided. Levels nest: a
 * {@link Progression} has partitions that come and go, a {@link Membership} a fixed set
 * of them that is only completed.
 */
public sealed interface Scheme permits Progression, Membership {

	/** The most levels a table may have, the root's own included. */
	int MAX_LEVELS = 5;

	/**
	 * The word behind {@code PARTITION BY}.
	 * @return the method
	 */
	PartitionMethod method();

	/**
	 * The columns of the partition key, leading column first.
	 * @return one column or more
	 */
	List<String> key();

	/**
	 * How each partition of this level is divided again.
	 * @return the level beneath, or {@code null} where the partitions are leaves
	 */
	@Nullable Scheme child();

	/**
	 * This level and those beneath it, from the outside in.
	 * @return one level or more
	 */
	default List<Scheme> levels() {
		List<Scheme> levels = new ArrayList<>();
		for (Scheme level = this; level != null; level = level.child()) {
			levels.add(level);
		}
		return List.copyOf(levels);
	}

}
