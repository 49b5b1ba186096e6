package io.partsmith.event;

import io.partsmith.hook.PartitionEvent;

/**
 * A partition is about to be made. A listener that throws keeps it from being made.
 *
 * @param event the whole truth about it
 */
public record PartitionCreating(PartitionEvent event) implements PartitionLifecycleEvent {
}
