package io.partsmith.topology;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A partition as the catalog has it, with its subtree.
 *
 * @param relation the table itself
 * @param bounds what it holds
 * @param detachPending whether a concurrent detach of it began and has not ended: its
 * rows are invisible through the parent and inserts into its range fail
 * @param marker our marker, where a detach began and did not come to its end, or
 * {@code null}
 * @param branch its own division, or {@code null} for a leaf
 * @param outgrown whether the table got a column while the detach was pending, which
 * passed the partition by: then PostgreSQL may never let the detach end (42804)
 */
public record Partition(Relation relation, PartitionBounds bounds, boolean detachPending, @Nullable Marker marker,
		@Nullable Branch branch, boolean outgrown) {

	/**
	 * A partition with the columns of its table.
	 * @param relation the table itself
	 * @param bounds what it holds
	 * @param detachPending whether a concurrent detach of it is pending
	 * @param marker our marker, or {@code null}
	 * @param branch its own division, or {@code null} for a leaf
	 */
	public Partition(Relation relation, PartitionBounds bounds, boolean detachPending, @Nullable Marker marker,
			@Nullable Branch branch) {
		this(relation, bounds, detachPending, marker, branch, false);
	}

	/**
	 * Its own partitions.
	 * @return the direct partitions; none for a leaf
	 */
	public List<Partition> children() {
		return (this.branch != null) ? this.branch.partitions() : List.of();
	}

	/**
	 * The partition's name.
	 * @return the qualified name
	 */
	public RelationName name() {
		return this.relation.name();
	}

	/**
	 * Whether this is the DEFAULT partition.
	 * @return {@code true} if it takes what no other partition holds
	 */
	public boolean isDefault() {
		return this.bounds instanceof PartitionBounds.Default;
	}

}
