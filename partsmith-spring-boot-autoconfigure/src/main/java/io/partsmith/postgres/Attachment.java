package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Reason;

/**
 * A table that is wanted again, completed, attached and freed from its marker in one
 * transaction.
 *
 * @param operation the planned operation
 * @param marking the marker
 */
record Attachment(Operation.Attach operation, Marking marking) {

	void on(Connection connection) throws SQLException {
		LockOrder.goOneByOne(connection, this.operation);
		LockOrder.lockParentAgainstDdl(connection, this.operation);
		if (this.operation.reason() == Reason.MARKER_STALE) {
			Standing now = Standing.requireAttached(connection, this.operation, this.operation.table());
			if (now.pending()) {
				throw Standing.stale(this.operation, this.operation.partition() + " is being detached");
			}
			takeMarkerOff(connection, now);
			Seal.takeOff(connection, this.operation.partition());
			return;
		}
		prepare(connection, SqlScript.lockOrphan(this.operation.table()));
		LockOrder.lockTiesForAttach(connection, this.operation);
		finish(connection);
	}

	/** Locks it, checks that it is still what it was, and makes what is missing of it. */
	void prepare(Connection connection, String lock) throws SQLException {
		// Looks before a strong lock is taken on what may be a stranger by now.
		Standing.requireDetached(connection, this.operation, this.operation.table());
		Session.execute(connection, lock);
		Standing now = Standing.requireDetached(connection, this.operation, this.operation.table());
		if (isMarked()) {
			this.marking.requireOurs(this.operation, now);
			Seal.takeOff(connection, this.operation.partition());
		}
		else {
			requireEmpty(connection);
		}
		Session.execute(connection, SqlScript.complete(this.operation));
	}

	/** Attaches it and frees it from its marker. */
	void finish(Connection connection) throws SQLException {
		Standing now = Standing.requireDetached(connection, this.operation, this.operation.table());
		Session.execute(connection, SqlScript.attach(this.operation));
		if (isMarked()) {
			Leftovers.drop(connection, this.operation.partition());
			takeMarkerOff(connection, now);
		}
	}

	private boolean isMarked() {
		return this.operation.reason() != Reason.SUBTREE;
	}

	private void takeMarkerOff(Connection connection, Standing now) throws SQLException {
		this.marking.takeOff(connection, this.operation.table(), now);
	}

	/** Half built by us, it is empty; with rows, somebody has detached it by hand. */
	private void requireEmpty(Connection connection) throws SQLException {
		if (Rows.exist(connection, this.operation.partition())) {
			throw new PartitionOperationException(FindingCode.NAME_UNUSABLE,
					this.operation.partition() + " holds the name of a partition of " + this.operation.parent().name()
							+ " that is wanted, carries no marker, and holds rows",
					"If its rows belong there: " + SqlScript.attach(this.operation) + "; else rename it: ALTER TABLE "
							+ this.operation.partition() + " RENAME TO ...",
					null, null);
		}
	}

}
