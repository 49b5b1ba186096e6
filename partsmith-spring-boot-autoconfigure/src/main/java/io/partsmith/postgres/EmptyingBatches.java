package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.partsmith.plan.Operation;
import io.partsmith.topology.Marker;
import io.partsmith.topology.Relation;

/**
 * The transactions in which the rows of a partition, or of an orphan, go into another
 * table. Each of its leaves is gone through twice: rows that are written meanwhile may
 * lie on pages that were emptied.
 */
final class EmptyingBatches {

	private final Operation.Empty operation;

	private final Marking marking;

	private final List<Relation> leaves;

	private int leaf;

	private String after = EmptyScript.BEGIN;

	private boolean again;

	private int left;

	EmptyingBatches(Operation.Empty operation, Marking marking) {
		this.operation = operation;
		this.marking = marking;
		this.leaves = operation.leaves();
		this.left = operation.batches();
	}

	boolean hasMore() {
		return this.left > 0 && this.leaf < this.leaves.size();
	}

	/**
	 * One batch. Answers its rows, which are moved only once that is committed; a lock
	 * that was not had is tried for again, so nothing is noted before the end.
	 */
	long batch(Connection connection) throws SQLException {
		Relation source = this.leaves.get(this.leaf);
		LockOrder.lockParentAgainstDdl(connection, this.operation);
		requireInPlace(connection);
		EmptyTask.Moved moved = new EmptyTask(this.operation, source.name(), this.operation.into()).batch(connection,
				this.operation.batchRows(), this.after);
		// Now that rows were deleted, the table keeps its name and its place.
		requireInPlace(connection);
		Standing.of(connection, source.name()).requireSame(this.operation, source);
		note(moved);
		return moved.arrived();
	}

	private void requireInPlace(Connection connection) throws SQLException {
		Marker marker = this.operation.marker();
		if (marker == null) {
			Standing.requireAttached(connection, this.operation, this.operation.table());
			return;
		}
		this.marking.requirePlanned(this.operation, marker,
				Standing.requireDetached(connection, this.operation, this.operation.table()));
		ColumnFit.require(connection, this.operation.partition(), this.operation.into().name());
	}

	private void note(EmptyTask.Moved moved) {
		this.left -= (moved.arrived() > 0) ? 1 : 0;
		if (moved.chosen() == this.operation.batchRows() && moved.place() != null) {
			this.after = moved.place();
			return;
		}
		boolean ended = this.again || this.after.equals(EmptyScript.BEGIN);
		this.again = !ended;
		this.leaf += ended ? 1 : 0;
		this.after = EmptyScript.BEGIN;
	}

}
