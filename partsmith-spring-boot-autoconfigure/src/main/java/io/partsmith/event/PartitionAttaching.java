package io.partsmith.event;

import io.partsmith.hook.PartitionEvent;

/**
 * An orphan is about to come back. A listener that throws keeps it out.
 *
 * @param event the whole truth about it
 */
public record PartitionAttaching(PartitionEvent event) implements PartitionLifecycleEvent {
}
