package io.partsmith.event;

import io.partsmith.hook.PartitionEvent;

/**
 * An orphan is about to be dropped: the last chance to read it. A listener that throws
 * keeps it.
 *
 * @param event the whole truth about it
 */
public record PartitionDropping(PartitionEvent event) implements PartitionLifecycleEvent {
}
