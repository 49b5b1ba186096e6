/**
 * How a table is divided: the axis, its windows, the names of partitions and the literals
 * of their bounds. Knows neither JDBC nor Spring.
 */
@NullMarked
package io.partsmith.scheme;

import org.jspecify.annotations.NullMarked;
