/**
 * Patroni, which knows the leader of a cluster before the database tells. It is asked
 * over its REST API, never told anything.
 */
@NullMarked
package io.partsmith.mpp.patroni;

import org.jspecify.annotations.NullMarked;
