/**
 * An application that leaves its partitions to partsmith, and tells what happens to them.
 */
@NullMarked
package io.partsmith.sample;

import org.jspecify.annotations.NullMarked;
