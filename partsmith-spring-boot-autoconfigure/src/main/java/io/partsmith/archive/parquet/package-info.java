/**
 * Rows in PostgreSQL's binary form as Apache Parquet, and back. Knows no database.
 */
@NullMarked
package io.partsmith.archive.parquet;

import org.jspecify.annotations.NullMarked;
