package io.partsmith.postgres;

/**
 * What happened to the rows of a partitioned table since it was analyzed last, as far as
 * PostgreSQL's own statistics tell.
 *
 * @param rows the rows that are there
 * @param changed the rows that came, went or changed, at most; all of them where it was
 * never analyzed
 */
public record RowChange(long rows, long changed) {
}
