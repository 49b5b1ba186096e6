/**
 * The endpoint {@code partitions}.
 */
@NullMarked
package io.partsmith.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
