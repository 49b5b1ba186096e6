/**
 * When maintenance runs: before traffic, and in two lanes on schedule.
 */
@NullMarked
package io.partsmith.autoconfigure.scheduling;

import org.jspecify.annotations.NullMarked;
