/**
 * The planner: configuration, catalog snapshot and clock in; operations with their
 * reasons and findings out. Knows neither JDBC nor Spring.
 */
@NullMarked
package io.partsmith.plan;

import org.jspecify.annotations.NullMarked;
