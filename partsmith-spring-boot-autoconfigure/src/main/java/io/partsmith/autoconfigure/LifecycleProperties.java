package io.partsmith.autoconfigure;

import java.math.BigInteger;
import java.util.List;

import io.partsmith.lifecycle.DataAmount;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * When partitions come and go.
 *
 * @param creation How far ahead partitions are made
 * @param retention Which partitions are kept. Nothing expires when absent
 * @param detach How an expired partition is detached
 * @param drop What becomes of a detached partition
 * @param holds Legal holds, whose range is neither detached nor dropped
 * @param limits How much one run may retire before somebody approves its plan
 * @param columnarAfter Time after the end of its window at which a partition is converted
 * to columnar storage, such as P30D. Never when absent
 */
public record LifecycleProperties(@Nullable Creation creation, @Nullable Retention retention,
		@Nullable DetachMode detach, @Nullable Drop drop, @Nullable List<Hold> holds, @Nullable Limits limits,
		@Nullable TimeAmount columnarAfter) {

	/** How far ahead partitions are made. */
	public enum CreationKind {

		/** A number of partitions. */
		CREATE_AHEAD,

		/** Up to a point. */
		CREATE_UNTIL,

		/** One more as soon as a condition is true of the newest. */
		CREATE_NEXT_IF

	}

	/** Which partitions are kept. */
	public enum RetentionKind {

		/** The newest ones. */
		KEEP_NEWEST,

		/** Those younger than an age. */
		KEEP_FOR,

		/** Those not further behind than a number of ids. */
		KEEP_BEHIND,

		/** Those that a condition is not true of. */
		EXPIRE_IF,

		/** Those that at least one rule keeps. */
		ALL_OF,

		/** Those that every rule keeps. */
		ANY_OF,

		/** Those that a rule would not keep. */
		NOT

	}

	/** What becomes of a detached table. */
	public enum DropKind {

		/** It is dropped after a time of grace. */
		DROP_AFTER,

		/** It is never dropped. */
		DROP_NEVER

	}

	/**
	 * How far ahead partitions are made.
	 *
	 * @param kind Rule of creation
	 * @param count Number of partitions to have ready, the current one included, for
	 * create-ahead
	 * @param until Instant, date or id up to which partitions are made, for create-until
	 * @param when Condition on the newest partition, for create-next-if
	 */
	public record Creation(@Nullable CreationKind kind, @Nullable Integer count, @Nullable String until,
			@NestedConfigurationProperty @Nullable ConditionProperties when) {
	}

	/**
	 * Which partitions are kept.
	 *
	 * @param kind Rule of retention
	 * @param count Number of partitions to keep, the current one included, for
	 * keep-newest
	 * @param age Age up to which partitions are kept, such as P90D or 12h, for keep-for
	 * @param distance Number of ids behind the newest one that are kept, for keep-behind
	 * @param when Condition of what expires, for expire-if
	 * @param rules Rules and conditions of all-of and any-of
	 * @param rule Rule or condition of not
	 */
	public record Retention(@Nullable RetentionKind kind, @Nullable Integer count, @Nullable TimeAmount age,
			@Nullable BigInteger distance, @NestedConfigurationProperty @Nullable ConditionProperties when,
			@Nullable List<ConditionProperties> rules,
			@NestedConfigurationProperty @Nullable ConditionProperties rule) {
	}

	/**
	 * What becomes of a detached partition.
	 *
	 * @param kind Rule of dropping
	 * @param grace Time between detaching and dropping a partition, such as P7D, for
	 * drop-after
	 * @param when Condition that must be true besides, for drop-after
	 */
	public record Drop(@Nullable DropKind kind, @Nullable TimeAmount grace,
			@NestedConfigurationProperty @Nullable ConditionProperties when) {
	}

	/**
	 * A legal hold.
	 *
	 * @param name What people know the hold by
	 * @param from Instant, date or id at which the hold begins. Open when absent
	 * @param to Instant, date or id before which the hold ends. Open when absent
	 */
	public record Hold(@Nullable String name, @Nullable String from, @Nullable String to) {
	}

	/**
	 * How much one run may retire. Detaching and dropping are counted apart.
	 *
	 * @param maxUnitsPerRun Number of partitions that one run may detach, and drop
	 * @param maxBytesPerRun Size that one run may detach, and drop, such as 100GB
	 * @param maxSharePerRun Share of the partitions that one run may detach, and drop,
	 * such as 30% or 0.3. One partition is always within it
	 */
	public record Limits(@Nullable Integer maxUnitsPerRun, @Nullable DataAmount maxBytesPerRun,
			@Nullable String maxSharePerRun) {
	}

}
