/**
 * Citus: a coordinator, which is group 0, and workers.
 */
@NullMarked
package io.partsmith.mpp.citus;

import org.jspecify.annotations.NullMarked;
