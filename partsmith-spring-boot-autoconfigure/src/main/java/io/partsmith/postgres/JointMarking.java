package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.plan.Operation;

/**
 * The markers of several partitions of one table, each of which is detached next. Like
 * the marker of one, they are committed without waiting for the disk.
 *
 * @param operations the planned detaches
 * @param marking how markers are written
 */
record JointMarking(List<Operation.Detach> operations, Marking marking) {

	/** Writes all of them, or none. */
	void on(Connection connection) throws SQLException {
		List<Standing> found = LockOrder.lockParentAgainstDdl(connection, this.operations);
		List<String> statements = new ArrayList<>();
		for (int i = 0; i < found.size(); i++) {
			Operation.Detach operation = this.operations.get(i);
			Standing now = found.get(i).requireAttached(operation, operation.table());
			if (now.pending()) {
				throw Standing.stale(operation, operation.partition() + " is in a concurrent detach");
			}
			statements.add(this.marking.statement(operation.table(), operation.marker(), now));
		}
		statements.add(SqlScript.LAZILY);
		Session.execute(connection, String.join(Session.THEN, statements));
	}

}
