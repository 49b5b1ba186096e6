package io.partsmith.postgres;

import java.util.List;

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
	 * Makes a partition and attaches it.
	 * @param operation the planned operation
	 * @return the OID of the new table
	 * @throws PartitionOperationException if it was not made
	 */
	long create(Operation.Create operation);

	/**
	 * Attaches an orphan again and takes its marker off.
	 * @param operation the planned operation
	 * @throws PartitionOperationException if it was not attached
	 */
	void attach(Operation.Attach operation);

	/**
	 * Ends a pending concurrent detach and sees that the table carries our marker.
	 * @param operation the planned operation
	 * @throws PartitionOperationException if the detach is still pending
	 */
	void finalizeDetach(Operation.FinalizeDetach operation);

	/**
	 * Writes the marker and detaches a partition.
	 * @param operation the planned operation
	 * @throws PartitionOperationException if it was not detached
	 */
	void detach(Operation.Detach operation);

	/**
	 * Drops an orphan that still carries our marker. A table that is gone already is no
	 * failure.
	 * @param operation the planned operation
	 * @throws PartitionOperationException if it was not dropped
	 */
	void drop(Operation.Drop operation);

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
	 * The statements of an operation, for people.
	 * @param operation the planned operation
	 * @return the statements in their order, transactions included
	 */
	List<String> sql(Operation operation);

}
