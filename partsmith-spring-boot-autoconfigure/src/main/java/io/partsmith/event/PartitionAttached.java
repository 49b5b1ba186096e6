package io.partsmith.event;

import io.partsmith.hook.PartitionEvent;

/**
 * An orphan was attached again.
 *
 * @param event the whole truth about it
 */
public record PartitionAttached(PartitionEvent event) implements PartitionLifecycleEvent {
}
