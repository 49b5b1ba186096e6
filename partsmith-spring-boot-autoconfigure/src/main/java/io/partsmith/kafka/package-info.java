/**
 * Events of the lifecycle in Kafka: acknowledged before an operation, kept in an outbox
 * until they are sent after one.
 */
@NullMarked
package io.partsmith.kafka;

import org.jspecify.annotations.NullMarked;
