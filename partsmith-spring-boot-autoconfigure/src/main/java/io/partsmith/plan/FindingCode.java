package io.partsmith.plan;

import java.util.Locale;

/** What the planner can find and leave alone. */
public enum FindingCode {

	/** The configured table does not exist. */
	TABLE_MISSING(Severity.WARNING),

	/** The configured relation is not a partitioned table. */
	NOT_PARTITIONED(Severity.WARNING),

	/** The table is divided by another method than configured. */
	STRATEGY_MISMATCH(Severity.WARNING),

	/** The table's key, or the key's type, is another one than configured. */
	COLUMN_MISMATCH(Severity.WARNING),

	/** Our role is not the owner of the table or of a partition. */
	NOT_OWNER(Severity.WARNING),

	/** Our role lacks a right on something that an operation touches. */
	PRIVILEGE_MISSING(Severity.WARNING),

	/** A pooler keeps partitions from being detached as configured. */
	POOLER_BETWEEN(Severity.WARNING),

	/** The server is no standby, but lets us read only. */
	READ_ONLY(Severity.WARNING),

	/**
	 * The clocks of application and database are too far apart; nothing is retired,
	 * whoever approves it. Urgent where rows of the database's own present find no
	 * partition.
	 */
	CLOCK_SKEW(Severity.WARNING),

	/** A wanted partition's name is too long, or held by another relation. */
	NAME_UNUSABLE(Severity.WARNING),

	/** A wanted window overlaps a partition that is not one of its own. */
	RANGE_OVERLAP(Severity.WARNING),

	/** A partition's bounds cannot be read as a stretch of the table's axis. */
	UNREADABLE_BOUND(Severity.WARNING),

	/** The newest key could not be measured, so nothing is planned. */
	CURSOR_UNKNOWN(Severity.WARNING),

	/** Ids were given out far ahead of the newest key, where no partition is. */
	CURSOR_BEHIND(Severity.WARNING),

	/**
	 * No partition holds a row; a sequence, or the last partitions, tell where ids are.
	 */
	CURSOR_DRAINED(Severity.INFO),

	/** The planner itself failed on this table. */
	PLANNER_FAILED(Severity.WARNING),

	/** Rows lie in the DEFAULT partition. */
	DEFAULT_HOLDS_ROWS(Severity.WARNING),

	/** Rows that were to be moved into another table stay where they are. */
	ROWS_LEFT(Severity.WARNING),

	/** More windows are wanted than one run may plan. */
	HORIZON_CAPPED(Severity.WARNING),

	/**
	 * The current or the next window lies where the axis ends: with the key's type, its
	 * codec or the calendar.
	 */
	AXIS_ENDS(Severity.WARNING),

	/** Windows that are wanted further ahead lie behind the end of the axis. */
	AXIS_END_NEAR(Severity.INFO),

	/** A partition that is not ours is stuck in a concurrent detach. */
	DETACH_PENDING(Severity.WARNING),

	/**
	 * A kept partition that is not our role's carries our marker; or a table that was
	 * detached from what is gone, or is not divided as configured any more.
	 */
	STALE_MARKER(Severity.WARNING),

	/** The configured leaves cannot be partitions of the table. */
	LEAVES_IMPOSSIBLE(Severity.WARNING),

	/**
	 * Partitions differ from new ones in what guards their rows: who may see them, and
	 * what replication is told.
	 */
	PROTECTION_DRIFT(Severity.WARNING),

	/** Partitions differ from new ones in a property. */
	PROPERTY_DRIFT(Severity.INFO),

	/** A partition lies across the grid; it is never touched. */
	UNMANAGED_PARTITION(Severity.INFO),

	/** A partition has an open end; it is never touched. */
	UNBOUNDED_PARTITION(Severity.INFO),

	/** A partition is a foreign table; it is never touched. */
	FOREIGN_PARTITION(Severity.INFO),

	/**
	 * The current or the next window is a foreign table among local ones, which may
	 * refuse its rows.
	 */
	FOREIGN_PRESENT(Severity.WARNING),

	/** A partition from before a level was configured is a leaf; it is kept as it is. */
	LEGACY_LEAF(Severity.INFO),

	/** A HASH set is complete at a modulus other than the configured one. */
	MODULUS_PRESERVED(Severity.INFO),

	/** A HASH set is completed at a modulus other than the configured one. */
	MODULUS_REPAIRED(Severity.INFO),

	/** A HASH set of several moduli, or a LIST grouped otherwise, lacks nothing. */
	NON_UNIFORM_COMPLETE(Severity.INFO),

	/** A HASH set of several moduli lacks a part; how to fill it is not guessed. */
	NON_UNIFORM_INCOMPLETE(Severity.WARNING),

	/** A partition is divided otherwise than configured and has no partition itself. */
	EMPTY_BRANCH(Severity.WARNING),

	/** Some values of a group belong to another partition, and some to none. */
	LIST_VALUES_CONFLICT(Severity.WARNING),

	/** A wanted partition could have nothing beneath it, and is not made. */
	UNCONVERGEABLE(Severity.WARNING),

	/** A unique key lacks a column by which a level is divided. */
	UNIQUE_KEY_UNFIT(Severity.WARNING),

	/** An orphan waits for the end of its grace. */
	GRACE_PENDING(Severity.INFO),

	/** An orphan's grace is over, but it is dropped only if a condition holds. */
	DROP_DEFERRED(Severity.INFO),

	/** A gap is not filled, for retention might take the new partition away again. */
	GAP_LEFT(Severity.INFO),

	/** A legal hold keeps partitions. */
	LEGAL_HOLD(Severity.INFO),

	/** A legal hold covers no partition, so that it may be mistyped. */
	HOLD_UNUSED(Severity.WARNING),

	/** A table that was named is under a legal hold. */
	UNDER_LEGAL_HOLD(Severity.WARNING),

	/** Nobody could answer a condition; what it is about is kept. */
	CONDITION_UNKNOWN(Severity.WARNING),

	/** A run wants to retire more than it may without approval. */
	RETENTION_LIMIT(Severity.WARNING),

	/** A row outside keeps a partition from being detached. */
	STILL_REFERENCED(Severity.WARNING),

	/** A table that was named as detached is a partition of a table. */
	PARTITION_ATTACHED(Severity.WARNING),

	/** A table that was named does not carry our marker for its table. */
	MARKER_MISSING(Severity.WARNING),

	/** A table that was named could not be a partition of its table. */
	SHAPE_MISMATCH(Severity.WARNING),

	/** A partition that was to be kept in columns, or in rows again, stays as it is. */
	CONVERSION_LEFT(Severity.WARNING),

	/** The catalog is another one than when the plan was made. */
	PLAN_STALE(Severity.WARNING),

	/** A lock could not be had within the budget. */
	LOCK_NOT_AVAILABLE(Severity.WARNING),

	/** A cluster keeps a table or a partition otherwise than it would have to. */
	DISTRIBUTION_UNFIT(Severity.WARNING),

	/** A cluster refuses to detach concurrently, as is configured. */
	CONCURRENT_UNSUPPORTED(Severity.WARNING),

	/** Partitions have names that are too long for those of their shards. */
	SHARD_NAME_LONG(Severity.INFO),

	/** Rows lie on the coordinator that nobody sees any more. */
	LOCAL_LEFTOVER(Severity.INFO),

	/** The cluster lists relations that are not there. */
	CLUSTER_DRIFT(Severity.WARNING),

	/** A setting of the server is another one than the cluster needs. */
	CLUSTER_SETTING(Severity.INFO),

	/** A replication slot holds WAL back that nobody reads. */
	IDLE_SLOT(Severity.INFO),

	/** A node of the cluster cannot be reached; nothing was changed anywhere. */
	NODE_UNREACHABLE(Severity.WARNING),

	/** A node of the cluster does not know yet what the coordinator knows. */
	NODE_OUT_OF_SYNC(Severity.WARNING),

	/** A guard says that this node may not maintain now. */
	GUARDED(Severity.WARNING),

	/** A hook refused the operation, or failed after it. */
	HOOK_FAILED(Severity.WARNING),

	/** PostgreSQL refused a statement. */
	STATEMENT_FAILED(Severity.WARNING);

	private final Severity severity;

	FindingCode(Severity severity) {
		this.severity = severity;
	}

	/**
	 * How much it matters.
	 * @return the severity
	 */
	public Severity severity() {
		return this.severity;
	}

	/**
	 * The code as it stands in JSON, logs and metrics.
	 * @return for example {@code range_overlap}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
