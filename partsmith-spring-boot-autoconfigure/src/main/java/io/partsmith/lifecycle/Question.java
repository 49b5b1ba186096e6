package io.partsmith.lifecycle;

/**
 * A question that the catalog does not answer.
 *
 * @param unit the unit it is about
 * @param measure what is to be found out
 */
public record Question(Candidate unit, Measure measure) {
}
