/**
 * Starts a real PostgreSQL from an archive of binaries, for the sample application and
 * for the tests.
 */
@NullMarked
package io.partsmith.embedded;

import org.jspecify.annotations.NullMarked;
