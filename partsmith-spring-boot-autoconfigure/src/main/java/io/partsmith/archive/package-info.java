/**
 * Archives with proof: the rows of a partition are written away before it is dropped,
 * read back, and can be restored.
 */
@NullMarked
package io.partsmith.archive;

import org.jspecify.annotations.NullMarked;
