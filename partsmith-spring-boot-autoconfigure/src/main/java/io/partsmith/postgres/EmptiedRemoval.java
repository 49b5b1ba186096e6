package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.partsmith.plan.Operation;

/**
 * The end of an orphan whose rows were moved away. What came after them goes the same
 * way, under the lock of the drop: from there on nobody can add any.
 *
 * @param operation the planned operation
 * @param marking the marker
 */
record EmptiedRemoval(Operation.DropEmptied operation, Marking marking) {

	/** Answers the rows that came late. */
	long on(Connection connection) throws SQLException {
		Removal removal = new Removal(List.of(this.operation.whole()), this.marking, true);
		List<Operation.Drop> locked = removal.begin(connection);
		if (locked.isEmpty()) {
			return 0;
		}
		ColumnFit.require(connection, this.operation.partition(), this.operation.into().name());
		long late = new EmptyTask(this.operation, this.operation.partition(), this.operation.into()).all(connection)
			.arrived();
		removal.end(connection, locked);
		return late;
	}

}
