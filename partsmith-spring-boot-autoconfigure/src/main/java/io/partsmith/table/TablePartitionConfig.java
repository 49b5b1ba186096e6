package io.partsmith.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.Scheme;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * The policy of one table.
 *
 * @param id the id of the user's choice: letters, digits, {@code -} and {@code _}
 * @param table the partitioned table
 * @param scheme how it is divided, level by level
 * @param lifecycle when the partitions of its progressions come and go
 * @param levels the lifecycles of levels that have one of their own, by their depth; the
 * root's is 0
 * @param leaves what its new partitions are physically
 * @param hooks the bean names of the hooks that take part, or {@code null} for every hook
 * there is
 */
public record TablePartitionConfig(String id, RelationName table, Scheme scheme, Lifecycle lifecycle,
		Map<Integer, Lifecycle> levels, Leaves leaves, @Nullable List<String> hooks) {

	/**
	 * Refuses an id that could not stand in a URL or a metric's tag, and rules that do
	 * not fit the axis of their level.
	 * @param id the id
	 * @param table the partitioned table
	 * @param scheme how it is divided
	 * @param lifecycle when its partitions come and go
	 * @param levels the lifecycles of single levels
	 * @param leaves what its new partitions are
	 * @param hooks the bean names of the hooks, or {@code null}
	 * @throws IllegalArgumentException if the id has another character or is empty, the
	 * table's name holds a line break, the scheme has more than five levels or uses a
	 * column twice, or a rule makes no sense on its level, such as an age among ids
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
		levels = Map.copyOf(levels);
		SchemeRules.check(table, scheme, lifecycle, levels);
		LifecycleCheck.check(Stream.concat(Stream.of(lifecycle), levels.values().stream()), leaves, table);
		hooks = (hooks != null) ? List.copyOf(hooks) : null;
	}

	/**
	 * A policy with one lifecycle for every level, and ordinary tables as partitions.
	 * @param id the id of the user's choice
	 * @param table the partitioned table
	 * @param scheme how it is divided
	 * @param lifecycle when its partitions come and go
	 * @param hooks the bean names of the hooks, or {@code null}
	 */
	public TablePartitionConfig(String id, RelationName table, Scheme scheme, Lifecycle lifecycle,
			@Nullable List<String> hooks) {
		this(id, table, scheme, lifecycle, Map.of(), Leaves.DEFAULT, hooks);
	}

	/**
	 * A policy in which every hook takes part, with ordinary tables as partitions.
	 * @param id the id of the user's choice
	 * @param table the partitioned table
	 * @param scheme how it is divided
	 * @param lifecycle when its partitions come and go
	 */
	public TablePartitionConfig(String id, RelationName table, Scheme scheme, Lifecycle lifecycle) {
		this(id, table, scheme, lifecycle, null);
	}

	/**
	 * The outermost level whose partitions come and go.
	 * @return the level; empty where the table is divided into fixed sets only
	 */
	public Optional<Progression> progression() {
		return this.scheme.levels()
			.stream()
			.filter(Progression.class::isInstance)
			.map(Progression.class::cast)
			.findFirst();
	}

	/**
	 * The lifecycle of a level.
	 * @param depth the level's depth; the root's is 0
	 * @return its own, or else the table's
	 */
	public Lifecycle lifecycleAt(int depth) {
		return this.levels.getOrDefault(depth, this.lifecycle);
	}

	/**
	 * The same policy under another lifecycle.
	 * @param other the lifecycle
	 * @return a copy
	 */
	public TablePartitionConfig with(Lifecycle other) {
		return new TablePartitionConfig(this.id, this.table, this.scheme, other, this.levels, this.leaves, this.hooks);
	}

	/**
	 * The same policy with another scheme.
	 * @param other how the table is divided
	 * @return a copy
	 */
	public TablePartitionConfig with(Scheme other) {
		return new TablePartitionConfig(this.id, this.table, other, this.lifecycle, this.levels, this.leaves,
				this.hooks);
	}

	/**
	 * The same policy with other partitions.
	 * @param other what new partitions are
	 * @return a copy
	 */
	public TablePartitionConfig with(Leaves other) {
		return new TablePartitionConfig(this.id, this.table, this.scheme, this.lifecycle, this.levels, other,
				this.hooks);
	}

}
