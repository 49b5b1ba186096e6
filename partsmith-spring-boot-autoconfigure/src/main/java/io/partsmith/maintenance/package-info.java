/**
 * The services an application injects.
 */
@NullMarked
package io.partsmith.maintenance;

import org.jspecify.annotations.NullMarked;
