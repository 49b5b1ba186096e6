package io.partsmith.plan;

import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;

/**
 * A catch-all that makes room for a window: it is detached and attached again behind the
 * window, in the transaction that makes it. It must be empty, so that nothing is scanned
 * while the table is locked.
 *
 * @param table the catch-all
 * @param bounds the bounds it gets
 */
public record Displacement(Relation table, PartitionBounds bounds) {
}
