/**
 * The health contributor {@code partitions}.
 */
@NullMarked
package io.partsmith.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
