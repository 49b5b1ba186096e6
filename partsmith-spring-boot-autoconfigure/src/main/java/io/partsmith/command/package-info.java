/**
 * Hooks that are programs.
 */
@NullMarked
package io.partsmith.command;

import org.jspecify.annotations.NullMarked;
