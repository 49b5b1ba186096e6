/**
 * Everything that speaks SQL: the catalog reader, the DDL, identifiers, the lock budget
 * and the lock that lets one maintainer work on a table.
 */
@NullMarked
package io.partsmith.postgres;

import org.jspecify.annotations.NullMarked;
