package io.partsmith.topology;

import org.jspecify.annotations.Nullable;

/**
 * A relation that is no partition and carries no marker, but is named like a partition.
 *
 * @param relation the relation
 * @param branch its division, or {@code null} where it is not partitioned
 */
public record Stray(Relation relation, @Nullable Branch branch) {
}
