package io.partsmith.event;

import io.partsmith.hook.PartitionEvent;

/**
 * An orphan was dropped.
 *
 * @param event the whole truth about it
 */
public record PartitionDropped(PartitionEvent event) implements PartitionLifecycleEvent {
}
