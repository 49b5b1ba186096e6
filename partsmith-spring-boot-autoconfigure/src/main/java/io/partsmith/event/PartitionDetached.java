package io.partsmith.event;

import io.partsmith.hook.PartitionEvent;

/**
 * A partition was detached.
 *
 * @param event the whole truth about it
 */
public record PartitionDetached(PartitionEvent event) implements PartitionLifecycleEvent {
}
