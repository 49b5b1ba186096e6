/**
 * What exists in the database, as values: partition bounds, the partition tree of a
 * table, orphans, and the few facts measured beside the catalog. Knows neither JDBC nor
 * Spring.
 */
@NullMarked
package io.partsmith.topology;

import org.jspecify.annotations.NullMarked;
