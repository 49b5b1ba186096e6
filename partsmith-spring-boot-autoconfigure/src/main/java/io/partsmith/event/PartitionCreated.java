package io.partsmith.event;

import io.partsmith.hook.PartitionEvent;

/**
 * A partition was made and attached.
 *
 * @param event the whole truth about it
 */
public record PartitionCreated(PartitionEvent event) implements PartitionLifecycleEvent {
}
