/**
 * What is told of the lifecycle of partitions: typed events for the application, and one
 * JSON document for everybody else.
 */
@NullMarked
package io.partsmith.event;

import org.jspecify.annotations.NullMarked;
