/** Auto-configuration of archives. */
@NullMarked
package io.partsmith.autoconfigure.archive;

import org.jspecify.annotations.NullMarked;
