package io.partsmith.lifecycle;

/**
 * A condition that the application answers; its bean is named by a predicate of the kind
 * {@code bean}. It is asked while a run is planned, on the thread of that run and outside
 * of any transaction or lock of ours, once for each unit that nothing else settles; so it
 * should be quick, and change nothing. An exception counts as "unknown": the unit is kept
 * and the exception reported.
 */
@FunctionalInterface
public interface PartitionPredicate {

	/**
	 * Answers for one unit.
	 * @param candidate the unit
	 * @return whether the condition holds
	 * @throws Exception if that cannot be told; the unit is kept then
	 */
	boolean test(Candidate candidate) throws Exception;

}
