/**
 * Spring Boot's side: properties, auto-configurations, failure analyzers, endpoint,
 * health, metrics and scheduling.
 */
@NullMarked
package io.partsmith.autoconfigure;

import org.jspecify.annotations.NullMarked;
