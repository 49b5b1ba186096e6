/**
 * What an application implements to take part in the lifecycle of its partitions.
 */
@NullMarked
package io.partsmith.hook;

import org.jspecify.annotations.NullMarked;
