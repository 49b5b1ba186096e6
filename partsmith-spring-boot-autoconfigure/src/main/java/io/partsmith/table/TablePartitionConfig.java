package io.partsmith.table;

import java.util.List;

import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * The policy of one table.
 *
 * @param id the id of the user's choice: letters, digits, {@code -} and {@code _}
 * @param table the partitioned table
 * @param scheme how it is divided
 * @param lifecycle when its partitions come and go
 * @param leaves what its new partitions are physically
 * @param hooks the bean names of the hooks that take part, or {@code null} for every hook
 * there is
 */
public record TablePartitionConfig(String id, RelationName table, RangeScheme scheme, Lifecycle lifecycle,
		Leaves leaves, @Nullable List<String> hooks) {

	/**
	 * Refuses an id that could not stand in a URL or a metric's tag, and rules that do
	 * not fit the table's axis.
	 * @param id the id
	 * @param table the partitioned table
	 * @param scheme how it is divided
	 * @param lifecycle when its partitions come and go
	 * @param leaves what its new partitions are
	 * @param hooks the bean names of the hooks, or {@code null}
	 * @throws IllegalArgumentException if the id has another character or is empty, the
	 * table's name holds a line break, or the table is created until an id or kept by a
	 * distance where it is divided over time, or the other way round
	 */
	public TablePartitionConfig {
		if (!id.matches("[A-Za-z0-9_-]+")) {
			throw new IllegalArgumentException("The id '" + id + "' may hold letters, digits, '-' and '_' only; "
					+ "the relation's own name goes into 'table'");
		}
		if (table.toString().lines().count() != 1) {
			throw new IllegalArgumentException("The name " + table + " holds a line break, which the marker of its "
					+ "detached partitions cannot hold; rename the table");
		}
		boolean overTime = scheme.boundaries() instanceof Boundaries.Time;
		LifecycleCheck.check(lifecycle, overTime, table);
		hooks = (hooks != null) ? List.copyOf(hooks) : null;
	}

	/**
	 * A policy with ordinary tables as partitions.
	 * @param id the id of the user's choice
	 * @param table the partitioned table
	 * @param scheme how it is divided
	 * @param lifecycle when its partitions come and go
	 * @param hooks the bean names of the hooks, or {@code null}
	 */
	public TablePartitionConfig(String id, RelationName table, RangeScheme scheme, Lifecycle lifecycle,
			@Nullable List<String> hooks) {
		this(id, table, scheme, lifecycle, Leaves.DEFAULT, hooks);
	}

	/**
	 * A policy in which every hook takes part, with ordinary tables as partitions.
	 * @param id the id of the user's choice
	 * @param table the partitioned table
	 * @param scheme how it is divided
	 * @param lifecycle when its partitions come and go
	 */
	public TablePartitionConfig(String id, RelationName table, RangeScheme scheme, Lifecycle lifecycle) {
		this(id, table, scheme, lifecycle, null);
	}

	/**
	 * The name of a partition of this table.
	 * @param suffix what stands behind the table's name
	 * @return the qualified name, in the table's own schema
	 */
	public RelationName partition(String suffix) {
		return this.table.sibling(this.table.name() + suffix);
	}

	/**
	 * The same policy under another lifecycle.
	 * @param other the lifecycle
	 * @return a copy
	 */
	public TablePartitionConfig with(Lifecycle other) {
		return new TablePartitionConfig(this.id, this.table, this.scheme, other, this.leaves, this.hooks);
	}

	/**
	 * The same policy with other partitions.
	 * @param other what new partitions are
	 * @return a copy
	 */
	public TablePartitionConfig with(Leaves other) {
		return new TablePartitionConfig(this.id, this.table, this.scheme, this.lifecycle, other, this.hooks);
	}

}
