package io.partsmith.event;

import io.partsmith.maintenance.MaintenanceResult;

/**
 * The run of one table has ended, whatever it came to; also one that had nothing to do,
 * or was told that another run holds the lock. Its maintenance lock is free again.
 *
 * @param result what it did
 */
public record MaintenanceCompleted(MaintenanceResult result) {
}
