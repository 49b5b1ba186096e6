package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.partsmith.plan.Operation;
import io.partsmith.topology.CatalogSnapshot;
import io.partsmith.topology.RelationName;

/**
 * What a cluster wants otherwise than PostgreSQL by itself. A bean of this type takes the
 * place of {@link #POSTGRESQL}, which sends not one statement more.
 */
public interface Dialect {

	/** PostgreSQL by itself. */
	Dialect POSTGRESQL = new Dialect() {
	};

	/**
	 * Adds what the cluster knows of the tables to what the catalog has.
	 * @param snapshot what was read
	 * @param connection in the transaction in which it was read
	 * @return the snapshot with how relations are kept
	 * @throws SQLException if that could not be read
	 */
	default CatalogSnapshot complete(CatalogSnapshot snapshot, Connection connection) throws SQLException {
		return snapshot;
	}

	/**
	 * What is sent behind the begin of a transaction that locks tables.
	 * @param lockTimeout how long its locks may be waited for
	 * @return the statements, each of which ends with the transaction
	 */
	default List<String> settings(Duration lockTimeout) {
		return List.of();
	}

	/**
	 * What is sent behind the begin of an operation's transaction, before anything is
	 * locked.
	 * @param operation the operation
	 * @param lockTimeout how long its locks may be waited for
	 * @return the statements, each of which ends with the transaction
	 */
	default List<String> settings(Operation operation, Duration lockTimeout) {
		return settings(lockTimeout);
	}

	/**
	 * Checks, in the transaction of an operation, that this server may carry it out.
	 * @param connection in the transaction
	 * @throws PartitionOperationException if it may not; nothing is done then
	 * @throws SQLException if it could not be asked
	 */
	default void verify(Connection connection) throws SQLException {
	}

	/**
	 * What is sent behind the attach of a table into which rows were moved, in the same
	 * transaction.
	 * @param partition the partition
	 * @return the statements
	 */
	default List<String> afterMove(RelationName partition) {
		return List.of();
	}

	/**
	 * Whether a table that is dropped loses its own foreign keys first, in the order of
	 * the tables they refer to, so that two drops do not lock these from both sides.
	 * @return {@code false} where the cluster cannot drop them alone
	 */
	default boolean dropsForeignKeysFirst() {
		return true;
	}

	/**
	 * An SQL expression of a relation's size with its indexes, in bytes.
	 * @param oid an SQL expression of its OID
	 * @return the expression
	 */
	default String size(String oid) {
		return "pg_total_relation_size(" + oid + ")";
	}

	/**
	 * Whether the cluster refuses a statement for a moment only, so that it is attempted
	 * again like one that got no lock.
	 * @param ex what the server said
	 * @return {@code true} if that passes by itself
	 */
	default boolean isPassing(SQLException ex) {
		return false;
	}

	/**
	 * What the cluster means by an error, where PostgreSQL by itself would mean something
	 * else, or nothing.
	 * @param what what was attempted, for people
	 * @param ex what the server said
	 * @return the failure; empty where it is none of the cluster's
	 */
	default Optional<PartitionOperationException> explain(String what, SQLException ex) {
		return Optional.empty();
	}

	/**
	 * The dialect of another data source, of which it is not said what is behind it.
	 * @return one for that data source alone
	 */
	default Dialect elsewhere() {
		return POSTGRESQL;
	}

}
