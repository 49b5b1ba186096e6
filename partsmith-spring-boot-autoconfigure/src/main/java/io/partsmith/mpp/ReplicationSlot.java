package io.partsmith.mpp;

import org.jspecify.annotations.Nullable;

/**
 * A replication slot as {@code pg_replication_slots} shows it.
 *
 * @param name its name
 * @param type {@code logical} or {@code physical}
 * @param database its database, or {@code null} for a physical slot
 * @param plugin its output plugin, or {@code null} for a physical slot
 */
public record ReplicationSlot(String name, String type, @Nullable String database, @Nullable String plugin) {
}
