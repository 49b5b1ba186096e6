package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.partsmith.plan.Displacement;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.topology.RelationName;

/**
 * New partitions of one table, made and attached in one transaction: they are visible to
 * nobody until they are partitions, so that whatever kills us leaves no stray table
 * behind. The lock that ATTACH takes on the parent lets readers and writers pass.
 *
 * @param operations the planned operations
 */
record Creation(List<Operation.Create> operations) {

	/** Answers the OIDs of the new tables. */
	List<Long> on(Connection connection) throws SQLException {
		Operation.Create first = this.operations.get(0);
		LockOrder.goOneByOne(connection, first);
		LockOrder.lockParentAgainstDdl(connection, first);
		for (Operation.Create operation : this.operations) {
			Session.execute(connection, SqlScript.build(operation));
			makeRoom(connection, operation);
			LockOrder.lockTiesForAttach(connection, operation);
			Session.execute(connection, SqlScript.place(operation));
		}
		return Standing
			.behind(connection, List.of(), this.operations.stream().map(Operation.Create::partition).toList())
			.stream()
			.map(Standing::oid)
			.toList();
	}

	/**
	 * Only now is the table locked against all, for the moment in which the catch-all is
	 * moved. Scanning one that holds rows would keep it locked meanwhile.
	 */
	private static void makeRoom(Connection connection, Operation.Create operation) throws SQLException {
		Displacement displaced = operation.displaced();
		if (displaced == null) {
			return;
		}
		Session.execute(connection, SqlScript.lockParentAgainstAll(operation.parent().name()));
		Standing.requireAttached(connection, operation, displaced.table());
		RelationName name = displaced.table().name();
		if (Rows.exist(connection, name)) {
			throw new PartitionOperationException(FindingCode.DEFAULT_HOLDS_ROWS,
					operation.kind() + " of " + operation.partition() + " on " + operation.parent().name()
							+ " needs room, but the catch-all " + name + " holds rows",
					"Look at them with SELECT * FROM " + name + " and move them to where they belong", null, null);
		}
	}

}
