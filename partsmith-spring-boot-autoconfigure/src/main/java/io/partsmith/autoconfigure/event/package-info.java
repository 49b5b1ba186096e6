/**
 * Auto-configuration of application events.
 */
@NullMarked
package io.partsmith.autoconfigure.event;

import org.jspecify.annotations.NullMarked;
