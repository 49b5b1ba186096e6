/**
 * When partitions come and go: creation, retention, detach and drop policies. Knows
 * neither JDBC nor Spring.
 */
@NullMarked
package io.partsmith.lifecycle;

import org.jspecify.annotations.NullMarked;
