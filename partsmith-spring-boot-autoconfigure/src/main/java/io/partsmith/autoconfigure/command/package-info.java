/**
 * Auto-configuration of hooks that are programs.
 */
@NullMarked
package io.partsmith.autoconfigure.command;

import org.jspecify.annotations.NullMarked;
