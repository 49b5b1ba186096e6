/**
 * Events of the lifecycle in Kafka: their clients, their outbox, and when it is emptied.
 */
@NullMarked
package io.partsmith.autoconfigure.kafka;

import org.jspecify.annotations.NullMarked;
