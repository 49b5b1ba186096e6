/**
 * Gauges and observations.
 */
@NullMarked
package io.partsmith.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
