package io.partsmith.plan;

import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * The partitioned table an operation works on, pinned by its OID.
 *
 * @param name its name
 * @param oid its OID when the plan was made
 * @param defaultPartition its DEFAULT partition, which ATTACH scans and plain DETACH
 * locks, or {@code null}
 */
public record Parent(RelationName name, long oid, @Nullable RelationName defaultPartition) {
}
