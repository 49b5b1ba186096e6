package io.partsmith.maintenance;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import io.partsmith.plan.Batches;
import io.partsmith.plan.Closure;
import io.partsmith.plan.Destination;
import io.partsmith.plan.Emptied;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.NamedPlanner;
import io.partsmith.plan.Scope;
import io.partsmith.plan.UnpartitionPlanner;
import io.partsmith.plan.WindowRequest;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.postgres.PartitionRepository;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;

/**
 * The partitions of one table, for callers that name them: a backfill that needs windows
 * of the past, an old detached table to be taken over. Every method that looks at the
 * catalog throws {@link org.springframework.dao.DataAccessException} where it cannot be
 * read.
 */
public final class TablePartitions {

	private final TablePartitionConfig config;

	private final ManagedTables tables;

	private final TableInspector inspector;

	private final TableRunner runner;

	private final PartitionRepository repository;

	TablePartitions(TablePartitionConfig config, ManagedTables tables, TableInspector inspector, TableRunner runner,
			PartitionRepository repository) {
		this.config = config;
		this.tables = tables;
		this.inspector = inspector;
		this.runner = runner;
		this.repository = repository;
	}

	/**
	 * Sees that windows have their partitions, and does nothing else. A window that has
	 * its partition costs nothing; an orphan that held one comes back with its rows.
	 * Looks at the catalog once, and once more under the lock of the create lane where
	 * something is to be made, however many windows there are.
	 * <p>
	 * Retention knows nothing of the request: a window that it does not keep is detached
	 * again by the next retire run.
	 * @param request the windows
	 * @return what was done, with the reason {@code explicit}; the issues say which
	 * window could not be made
	 * @throws IllegalArgumentException if a window does not lie on the table's grid (the
	 * message names the nearest one that does), the request is not of the table's axis,
	 * or it asks for more windows than one run may plan
	 */
	public MaintenanceResult ensure(WindowRequest request) {
		TableInspection seen = this.inspector.glance(this.config);
		List<Window> windows = seen.named().windows(request);
		return this.runner.run(seen, Scope.ENSURE, (look) -> this.inspector.ensure(look, windows));
	}

	/**
	 * Sees that some windows have their partitions.
	 * @param windows the windows, each one of the table's grid
	 * @return as {@link #ensure(WindowRequest)}
	 * @throws IllegalArgumentException likewise
	 */
	public MaintenanceResult ensure(Window... windows) {
		return ensure(new WindowRequest.Exactly(List.of(windows)));
	}

	/**
	 * Sees that the windows of some instants have their partitions.
	 * @param instants the instants
	 * @return as {@link #ensure(WindowRequest)}
	 * @throws IllegalArgumentException likewise
	 */
	public MaintenanceResult ensure(Instant... instants) {
		return ensure(new WindowRequest.At(List.of(instants)));
	}

	/**
	 * Sees that a stretch of days has its partitions.
	 * @param from the first day, in the table's zone
	 * @param to the first day behind the stretch
	 * @return as {@link #ensure(WindowRequest)}
	 * @throws IllegalArgumentException likewise
	 */
	public MaintenanceResult ensure(LocalDate from, LocalDate to) {
		return ensure(new WindowRequest.Days(from, to));
	}

	/**
	 * Sees that a stretch of ids has its partitions.
	 * @param from the first id
	 * @param to the first id behind the stretch
	 * @return as {@link #ensure(WindowRequest)}
	 * @throws IllegalArgumentException likewise
	 */
	public MaintenanceResult ensure(BigInteger from, BigInteger to) {
		return ensure(new WindowRequest.Ids(from, to));
	}

	/**
	 * The window that a partition with some bounds holds.
	 * @param parent the table, or the relation beneath it that the partition belongs to
	 * @param bounds the bounds
	 * @return the window; empty where they are none of the grid as it is configured
	 */
	public Optional<Window> window(RelationName parent, PartitionBounds bounds) {
		return this.inspector.glance(this.config).named().window(parent, bounds);
	}

	/**
	 * Plans what {@link #ensure(Window...)} would do, and changes nothing.
	 * @param window a window of the table's grid
	 * @return the plan; without operations where its partition is there
	 */
	public MaintenancePlan plan(Window window) {
		return this.inspector.ensure(this.inspector.glance(this.config), List.of(window));
	}

	/**
	 * Sees that one partition of a window is there, where a level above gives the window
	 * several.
	 * @param window a window of the table's grid
	 * @param partition the partition
	 * @return as {@link #ensure(WindowRequest)}
	 */
	public MaintenanceResult ensure(Window window, RelationName partition) {
		return this.runner.run(this.inspector.glance(this.config), Scope.ENSURE,
				(look) -> this.inspector.ensure(look, List.of(window)).only(partition));
	}

	/**
	 * Drains the DEFAULT partition of a table that is divided by RANGE: each window of
	 * which rows lie there gets its partition, the oldest first, and takes its rows
	 * along. A window of no more than one batch moves in one transaction, and its rows
	 * can be read through the table throughout. A larger one is filled in batches that
	 * commit alone; <strong>until its last batch, which attaches it, its rows cannot be
	 * read or changed through the table</strong>. What is broken off, or runs out of
	 * batches, is an orphan with its rows: the next call goes on with it, and so does the
	 * next create run where retention keeps the window.
	 * <p>
	 * Rows with a NULL in their key stay, and count as no rest. Rows whose key lies in no
	 * window, such as {@code -infinity} or {@code NaN}, stay too, with one issue for all
	 * of them. Retention knows nothing of the request: a window that it does not keep is
	 * detached by the next retire run.
	 * @param batchRows the rows of a batch, 1 or more
	 * @param maxBatches the batches of this call, 1 or more
	 * @return what was moved, and whether anything is left
	 * @throws IllegalArgumentException if a number is below 1, or the table is not
	 * divided by RANGE, or does not fit its configuration
	 */
	public PartitionedData partitionData(int batchRows, int maxBatches) {
		return new Drain(this.config, this.inspector, this.runner, new Batches(batchRows, maxBatches)).run();
	}

	/**
	 * Drains the DEFAULT partition, however many batches that takes.
	 * @param batchRows the rows of a batch, 1 or more
	 * @return as {@link #partitionData(int, int)}
	 * @throws IllegalArgumentException likewise
	 */
	public PartitionedData partitionData(int batchRows) {
		return partitionData(batchRows, Integer.MAX_VALUE);
	}

	/**
	 * Moves all rows into one plain table: those of every partition, the oldest window
	 * first, of the orphans, and last of DEFAULT. A row is deleted there and inserted
	 * here in one statement, in batches that commit alone, so that whatever breaks it off
	 * loses none and leaves none twice; the next call goes on with the rest. <strong>What
	 * was moved cannot be read through the partitioned table any more.</strong> Identity
	 * columns keep their values, generated ones are computed anew, and a sequence of the
	 * destination that would give a moved id again is set behind it.
	 * <p>
	 * Rows of foreign partitions, and those under a legal hold, stay, with an issue. With
	 * {@link Emptied#DROP} each partition is detached and dropped once it is empty, with
	 * the hooks of both, and what was inserted meanwhile is moved by the transaction of
	 * the drop. Windows whose partition is gone have no place but DEFAULT, which goes
	 * last.
	 * <p>
	 * The maintenance lock is held throughout. Afterwards the configuration still asks
	 * for partitions: {@link UnpartitionedData#next()} says what to do with it.
	 * @param destination a plain table with the same columns
	 * @param emptied what becomes of the partitions
	 * @param batchRows the rows of a batch, 1 or more
	 * @param maxBatches the batches of this call, 1 or more
	 * @return what was moved, and whether anything is left
	 * @throws IllegalArgumentException if a number is below 1
	 * @throws PartitionOperationException before anything is moved, if the destination is
	 * missing, partitioned, a partition, an orphan or not logged, or has other columns;
	 * if rows outside refer to rows of the table, or a foreign key would delete or change
	 * them; or if the table does not fit its configuration.
	 * {@link PartitionOperationException#next()} says what to do
	 */
	public UnpartitionedData unpartition(RelationName destination, Emptied emptied, int batchRows, int maxBatches) {
		Batches batches = new Batches(batchRows, maxBatches);
		TableInspection seen = this.inspector.glance(this.config);
		UnpartitionPlanner.objection(this.config, seen.topology()).ifPresent((finding) -> {
			throw refused(finding.code(), finding.message(), finding.next());
		});
		Destination into = this.repository.destination(this.config.table(), destination);
		return new Unpartitioning(this.config, this.inspector, this.runner, into, emptied, batches).run(seen);
	}

	/**
	 * Moves all rows into one plain table, however many batches that takes.
	 * @param destination a plain table with the same columns
	 * @param emptied what becomes of the partitions
	 * @param batchRows the rows of a batch, 1 or more
	 * @return as {@link #unpartition(RelationName, Emptied, int, int)}
	 * @throws IllegalArgumentException likewise
	 * @throws PartitionOperationException likewise
	 */
	public UnpartitionedData unpartition(RelationName destination, Emptied emptied, int batchRows) {
		return unpartition(destination, emptied, batchRows, Integer.MAX_VALUE);
	}

	/**
	 * Takes over a table that was detached before partsmith, or by hand: puts the marker
	 * on it that makes it an orphan of its table.
	 * <p>
	 * <strong>Nobody knows when it was detached, so it has no grace: the next retire run
	 * drops it with its rows, however long the configured grace is</strong>, unless
	 * retention keeps the window that its name stands for (then the next create run
	 * attaches it), or the table is configured with {@code drop-never}. To undo it, take
	 * the comment away before that run.
	 * @param table the detached table
	 * @return {@code true} if it carries the marker now, also if it did before;
	 * {@code false} if there is no such table
	 * @throws PartitionOperationException if the table is attached, carries the marker of
	 * another table, or could not be a partition of this one because its columns are
	 * others; or if a guard says that this node may not maintain now;
	 * {@link PartitionOperationException#next()} says what to do
	 */
	public boolean adopt(RelationName table) {
		return adopt(table, this.config.table());
	}

	/**
	 * Takes over a table that was detached from a relation beneath the table.
	 * @param table the detached table
	 * @param parent the relation that it was a partition of, which is divided into
	 * windows
	 * @return as {@link #adopt(RelationName)}
	 * @throws PartitionOperationException likewise, and if the parent is no such relation
	 */
	public boolean adopt(RelationName table, RelationName parent) {
		this.tables.all().stream().filter((other) -> other.table().equals(table)).findFirst().ifPresent((other) -> {
			throw refused(FindingCode.SHAPE_MISMATCH, table + " is itself configured, as '" + other.id() + "'",
					"Name a table that was detached from " + this.config.table());
		});
		this.inspector.glance(this.config).named().objection(parent).ifPresent((finding) -> {
			throw refused(finding.code(), finding.message(), finding.next());
		});
		this.runner.requirePermission("Adoption of " + table + " for " + parent);
		return this.repository.adopt(parent, table);
	}

	/**
	 * Drops an orphan now, whatever its grace and the configured drop rule say. Hooks
	 * fire as in every drop. A name that nothing has, or has any more, is no failure.
	 * @param orphan a detached table that carries our marker
	 * @return what was done; an issue says why an orphan was left, such as
	 * {@code stale_marker} where the partition that it was detached from is gone
	 * @throws PartitionOperationException if the table is attached, or does not carry the
	 * marker of this table; {@link PartitionOperationException#next()} says what to do
	 */
	public MaintenanceResult drop(RelationName orphan) {
		TableInspection seen = this.inspector.glance(this.config);
		if (seen.topology() instanceof TableTopology.Partitioned table) {
			requireOrphan(table, orphan);
		}
		return this.runner.run(seen, Scope.DROP, (look) -> look.named().drop(orphan));
	}

	private void requireOrphan(TableTopology.Partitioned table, RelationName name) {
		if (table.orphans().stream().anyMatch((orphan) -> orphan.name().equals(name))) {
			return;
		}
		if (isAttached(table.partitions(), name)) {
			throw refused(FindingCode.PARTITION_ATTACHED, name + " is attached to " + table.table(),
					"Let retention detach it, or do it by hand: ALTER TABLE <its parent> DETACH PARTITION " + name);
		}
		if (this.repository.exists(name)) {
			throw refused(FindingCode.MARKER_MISSING,
					name + " does not carry the marker of " + table.table() + ", so it is not ours to drop",
					"If it was a partition of " + table.table()
							+ ", adopt it; else see whether it is needed, and DROP TABLE " + name + " by hand");
		}
	}

	private static boolean isAttached(List<Partition> partitions, RelationName name) {
		return partitions.stream()
			.anyMatch((partition) -> partition.name().equals(name) || isAttached(partition.children(), name));
	}

	/**
	 * Drops a detached table that carries no marker: adopts it, with all that
	 * {@link #adopt(RelationName)} checks, and drops it at once. Nothing but the caller's
	 * word says that it ever was a partition of this table.
	 * @param table a detached table
	 * @return what was done
	 * @throws PartitionOperationException as {@link #adopt(RelationName)}
	 */
	public MaintenanceResult dropUnmarked(RelationName table) {
		adopt(table);
		return drop(table);
	}

	/**
	 * Whether a partition is complete, so that it can be archived or compressed: its
	 * upper bound lies behind the clock, or behind the newest key.
	 * @param partition the partition
	 * @return the answer with its reason; {@code false} for a table that is detached or
	 * no partition, has no upper end, or bounds that cannot be read
	 */
	public Closure closure(RelationName partition) {
		return closure(partition, Duration.ZERO);
	}

	/**
	 * Whether a partition has been complete for a while.
	 * @param partition the partition
	 * @param settled how long rows may arrive late; of no account on a table of ids
	 * @return as {@link #closure(RelationName)}
	 */
	public Closure closure(RelationName partition, Duration settled) {
		TableInspection seen = this.inspector.glance(this.config);
		return new NamedPlanner(this.config, seen.topology(), seen.at().minus(settled)).closure(partition);
	}

	private static PartitionOperationException refused(FindingCode code, String message, String next) {
		return new PartitionOperationException(code, message, next, null, null);
	}

}
