/**
 * Applies a plan: one operation at a time, hooks around it, failures as issues.
 */
@NullMarked
package io.partsmith.execution;

import org.jspecify.annotations.NullMarked;
