/**
 * One managed table: its scheme, its lifecycle and the names of its hooks. Knows neither
 * JDBC nor Spring.
 */
@NullMarked
package io.partsmith.table;

import org.jspecify.annotations.NullMarked;
