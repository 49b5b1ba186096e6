/**
 * Massively parallel PostgreSQL and Patroni.
 */
@NullMarked
package io.partsmith.autoconfigure.mpp;

import org.jspecify.annotations.NullMarked;
