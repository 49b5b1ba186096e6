package io.partsmith.event;

import io.partsmith.hook.PartitionEvent;

/**
 * A partition is about to be detached. A listener that throws keeps it attached.
 *
 * @param event the whole truth about it
 */
public record PartitionDetaching(PartitionEvent event) implements PartitionLifecycleEvent {
}
