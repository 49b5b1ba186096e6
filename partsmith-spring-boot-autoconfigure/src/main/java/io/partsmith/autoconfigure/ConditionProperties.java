package io.partsmith.autoconfigure;

import java.math.BigInteger;
import java.util.List;

import io.partsmith.lifecycle.DataAmount;
import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a partition.
 *
 * @param kind What is asked about the partition
 * @param count Number of partitions to keep, the current one included, for keep-newest
 * @param age Age such as P90D or 12h, for keep-for and window-age-above
 * @param distance Number of ids behind the newest one, for keep-behind
 * @param size Size on disk such as 10GB, for size-above
 * @param rows Number of rows, for rows-above
 * @param query Query of one boolean with {partition} in the place of the name, for sql
 * @param name Name of a PartitionPredicate bean, for bean
 * @param rules Conditions of all-of and any-of
 * @param rule Condition of not
 */
public record ConditionProperties(@Nullable Kind kind, @Nullable Integer count, @Nullable TimeAmount age,
		@Nullable BigInteger distance, @Nullable DataAmount size, @Nullable Long rows, @Nullable String query,
		@Nullable String name, @Nullable List<ConditionProperties> rules,
		@Nullable Operand rule) implements ConditionKeys {

	/** What is asked about a partition. */
	public enum Kind {

		/** Whether it is none of the newest ones. */
		KEEP_NEWEST,

		/** Whether it is older than an age. */
		KEEP_FOR,

		/** Whether it lies further behind than a number of ids. */
		KEEP_BEHIND,

		/** Whether all of some conditions are true. */
		ALL_OF,

		/** Whether one of some conditions is true. */
		ANY_OF,

		/** Whether a condition is not true. */
		NOT,

		/** Whether it is larger than a size. */
		SIZE_ABOVE,

		/** Whether it has more rows than a number. */
		ROWS_ABOVE,

		/** Whether its window ended longer ago than an age. */
		WINDOW_AGE_ABOVE,

		/** Whether no row outside refers to it. */
		UNREFERENCED,

		/** What a query says. */
		SQL,

		/** What a bean says. */
		BEAN

	}

	/**
	 * A condition that is turned into its opposite.
	 *
	 * @param kind What is asked about the partition
	 * @param count Number of partitions to keep, the current one included, for
	 * keep-newest
	 * @param age Age such as P90D or 12h, for keep-for and window-age-above
	 * @param distance Number of ids behind the newest one, for keep-behind
	 * @param size Size on disk such as 10GB, for size-above
	 * @param rows Number of rows, for rows-above
	 * @param query Query of one boolean with {partition} in the place of the name, for
	 * sql
	 * @param name Name of a PartitionPredicate bean, for bean
	 * @param rules Conditions of all-of and any-of
	 */
	public record Operand(@Nullable Kind kind, @Nullable Integer count, @Nullable TimeAmount age,
			@Nullable BigInteger distance, @Nullable DataAmount size, @Nullable Long rows, @Nullable String query,
			@Nullable String name, @Nullable List<ConditionProperties> rules) implements ConditionKeys {
	}

}
