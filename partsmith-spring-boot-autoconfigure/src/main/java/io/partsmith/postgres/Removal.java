package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.plan.Operation;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;

/**
 * The end of orphans: locked, checked again and dropped in one transaction. A table that
 * is gone already is no failure.
 *
 * @param operations the planned operations; several only of ordinary tables
 * @param marking the marker
 * @param keysFirst whether their own foreign keys are dropped before them
 */
record Removal(List<Operation.Drop> operations, Marking marking, boolean keysFirst) {

	/** Drops them, unless the check, which has the last word, wants one of them kept. */
	void on(Connection connection, DropCheck check) throws SQLException {
		List<Operation.Drop> locked = begin(connection);
		for (Operation.Drop operation : locked) {
			check.check(operation, connection);
		}
		if (!locked.isEmpty()) {
			end(connection, locked);
		}
	}

	/** Locks them; answers those that are still there. */
	List<Operation.Drop> begin(Connection connection) throws SQLException {
		// Looks before a strong lock is taken on what may be a stranger by now.
		List<Operation.Drop> present = present(connection);
		if (present.isEmpty()) {
			return present;
		}
		if (!OwnForeignKeys.drops(connection, names(present)).isEmpty()) {
			LockOrder.goOneByOne(connection);
		}
		List<Standing> now = Standing.behind(connection, List.of(SqlScript.lockOrphans(tables(present))),
				names(present));
		for (int i = 0; i < now.size(); i++) {
			Operation.Drop operation = present.get(i);
			now.get(i).requireDetached(operation, operation.table());
			this.marking.requirePlanned(operation, operation.marker(), now.get(i));
		}
		return present;
	}

	void end(Connection connection, List<Operation.Drop> locked) throws SQLException {
		if (this.keysFirst) {
			Session.execute(connection, OwnForeignKeys.drops(connection, names(locked)));
		}
		Session.execute(connection, SqlScript.drop(tables(locked)));
	}

	private static List<Relation> tables(List<Operation.Drop> operations) {
		return operations.stream().map(Operation.Drop::table).toList();
	}

	private List<Operation.Drop> present(Connection connection) throws SQLException {
		List<Standing> found = Standing.behind(connection, List.of(), names(this.operations));
		List<Operation.Drop> present = new ArrayList<>();
		for (int i = 0; i < found.size(); i++) {
			Operation.Drop operation = this.operations.get(i);
			if (found.get(i).oid() != 0) {
				found.get(i).requireDetached(operation, operation.table());
				present.add(operation);
			}
		}
		return present;
	}

	private static List<RelationName> names(List<Operation.Drop> operations) {
		return operations.stream().map(Operation.Drop::partition).toList();
	}

}
