package io.partsmith.lifecycle;

import io.partsmith.scheme.Window;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * A lifecycle unit that may come to its end, or whose successor may be opened: an
 * attached partition with its subtree, or an orphan.
 *
 * @param table the table it belongs to, or was detached from
 * @param relation the partition itself; its rows are an estimate of the statistics
 * @param window what it holds of the axis, or {@code null} for an orphan whose window is
 * not known
 * @param attached whether its rows can be read through the table
 */
public record Candidate(RelationName table, Relation relation, @Nullable Window window, boolean attached) {
}
