package io.partsmith.plan;

/**
 * What one call moves of a table into another one.
 *
 * @param plan the operations, each partition's own together, the oldest first
 * @param whole whether nothing is left behind them, as far as that was counted
 */
public record UnpartitionPlan(MaintenancePlan plan, boolean whole) {
}
