package io.partsmith.postgres;

import java.util.List;
import java.util.function.LongConsumer;

import io.partsmith.plan.Destination;
import io.partsmith.plan.Operation;
import io.partsmith.topology.RelationName;

/**
 * The DDL of partition maintenance. Each method checks under its locks that the relations
 * are still those of the plan, and leaves nothing half done.
 * <p>
 * To change how one operation is carried out, declare a bean that extends
 * {@link PostgresPartitionRepository} and override that method.
 */
public interface PartitionRepository {

	/**
	 * Makes partitions of one table and attaches them: all of them, or none.
	 * @param operations the planned operations, at least one; there are several only
	 * where making them together locks nothing that anybody waits for
	 * @param ledger the ledger of the run's locks
	 * @return the OIDs of the new tables, in the order of the operations
	 * @throws PartitionOperationException if they were not made
	 */
	List<Long> create(List<Operation.Create> operations, LockLedger ledger);

	/**
	 * Makes or attaches a partition and moves the rows there that lie in DEFAULT.
	 * @param operation the planned operation
	 * @param ledger the ledger of the run's locks
	 * @return the OID of the partition
	 * @throws PartitionOperationException if nothing of that was done
	 */
	long move(Operation.Move operation, LockLedger ledger);

	/**
	 * Moves some of a window's rows out of DEFAULT into its table, which is not attached
	 * yet, in batches that commit alone.
	 * @param operation the planned operation
	 * @param ledger the ledger of the run's locks
	 * @throws PartitionOperationException if a batch was not moved; those before it are
	 */
	void fill(Operation.Fill operation, LockLedger ledger);

	/**
	 * Attaches an orphan again and takes its marker off.
	 * @param operation the planned operation
	 * @param ledger the ledger of the run's locks
	 * @throws PartitionOperationException if it was not attached
	 */
	void attach(Operation.Attach operation, LockLedger ledger);

	/**
	 * Ends a pending concurrent detach and sees that the table carries our marker.
	 * @param operation the planned operation
	 * @param ledger the ledger of the run's locks
	 * @throws PartitionOperationException if the detach is still pending
	 */
	void finalizeDetach(Operation.FinalizeDetach operation, LockLedger ledger);

	/**
	 * Writes the marker and detaches a partition.
	 * @param operation the planned operation
	 * @param ledger the ledger of the run's locks
	 * @throws PartitionOperationException if it was not detached
	 */
	void detach(Operation.Detach operation, LockLedger ledger);

	/**
	 * Drops orphans that still carry our marker: all of them, or none. A table that is
	 * gone already is no failure. Of several, none is waited for: where somebody uses
	 * one, all are left alone at once, so that nobody waits for the others meanwhile.
	 * @param operations the planned operations, at least one; several only of ordinary
	 * tables
	 * @param ledger the ledger of the run's locks
	 * @throws PartitionOperationException if they were not dropped
	 */
	void drop(List<Operation.Drop> operations, LockLedger ledger);

	/**
	 * Rewrites a partition, so that its rows lie in columns, or in rows again.
	 * @param operation the planned operation
	 * @param ledger the ledger of the run's locks
	 * @throws PartitionOperationException if it stays as it is
	 */
	void convert(Operation.Convert operation, LockLedger ledger);

	/**
	 * Looks whether a table can take all rows of a partitioned one.
	 * @param root the partitioned table
	 * @param into a plain table with the same columns
	 * @return the table
	 * @throws PartitionOperationException if it is missing, is partitioned, a partition
	 * or an orphan, has other columns, or rows outside refer to rows of the table
	 */
	Destination destination(RelationName root, RelationName into);

	/**
	 * Moves rows into a table that is no part of the tree, in batches that commit alone.
	 * @param operation the planned operation
	 * @param ledger the ledger of the run's locks
	 * @param moved told the rows of each batch once it is committed; what it throws ends
	 * the operation
	 * @throws PartitionOperationException if a batch was not moved; those before it are
	 */
	void empty(Operation.Empty operation, LockLedger ledger, LongConsumer moved);

	/**
	 * Drops an orphan whose rows were moved away, and moves what came after them in the
	 * same transaction. A table that is gone already is no failure.
	 * @param operation the planned operation
	 * @param ledger the ledger of the run's locks
	 * @return the rows that came late
	 * @throws PartitionOperationException if it was not dropped
	 */
	long dropEmptied(Operation.DropEmptied operation, LockLedger ledger);

	/**
	 * Puts our marker, without a time of detach, on a detached table that could be a
	 * partition of a table. One that carries it already keeps it as it is.
	 * @param parent the partitioned table
	 * @param table the detached table
	 * @return {@code false} if there is no such table
	 * @throws PartitionOperationException if the table is attached, carries the marker of
	 * another table, could not be a partition of the parent, or could not be marked
	 */
	boolean adopt(RelationName parent, RelationName table);

	/**
	 * Whether a relation exists.
	 * @param name its name
	 * @return {@code true} whatever sort of relation it is
	 * @throws org.springframework.dao.DataAccessException if the database could not be
	 * asked
	 */
	boolean exists(RelationName name);

	/**
	 * The statements of an operation, for people, as they are sent where it is carried
	 * out alone.
	 * @param operation the planned operation
	 * @return the statements in their order, transactions included
	 */
	List<String> sql(Operation operation);

}
