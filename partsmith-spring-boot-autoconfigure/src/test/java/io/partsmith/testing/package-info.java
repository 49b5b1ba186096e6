/**
 * What the tests stand on: a real PostgreSQL of a chosen version, an empty database for
 * each test, a clock to be moved.
 */
@NullMarked
package io.partsmith.testing;

import org.jspecify.annotations.NullMarked;
