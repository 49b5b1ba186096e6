package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import io.partsmith.plan.Operation;
import io.partsmith.topology.Marker;

/**
 * The transactions of a detach. The marker is written before it, under the parent's lock:
 * whatever kills us leaves a table of ours, never a stray one.
 *
 * @param operation a planned detach, or the planned end of a pending one
 * @param marker the marker that the table gets
 * @param marking how markers are written
 */
record Detachment(Operation.OnTable operation, Marker marker, Marking marking) {

	/** Detaches while nobody reads or writes. */
	void blocking(Connection connection) throws SQLException {
		LockOrder.goOneByOne(connection, this.operation);
		attached(LockOrder.lockParentAgainstAll(connection, this.operation));
		Session.execute(connection, SqlScript.lockPartition(this.operation.table()));
		LockOrder.lockTiesForDetach(connection, this.operation);
		mark(connection, requireAttached(connection));
		Session.execute(connection, SqlScript.detach(this.operation, ""));
	}

	/**
	 * What stands before a concurrent detach. It commits without waiting for the disk:
	 * the detach does wait, and no server, after a crash or as a standby, has a commit
	 * without those before it. Until then the marker alone is not worth keeping.
	 * @return whether a concurrent detach is pending already
	 */
	boolean mark(Connection connection) throws SQLException {
		Standing now = lockedAndAttached(connection);
		this.marking.writeLazily(connection, this.operation.table(), this.marker, now);
		return now.pending();
	}

	/** Ends a pending concurrent detach. */
	void finish(Connection connection) throws SQLException {
		LockOrder.goOneByOne(connection, this.operation);
		Standing now = lockedAndAttached(connection);
		if (!now.pending()) {
			throw Standing.stale(this.operation, this.operation.partition() + " is in no concurrent detach any more");
		}
		leaveToOthers(connection);
		complete(connection, now);
	}

	/**
	 * A concurrent detach that was broken off behind its first transaction is pending;
	 * then only FINALIZE goes on with it, and everything else is refused with 55000.
	 * Answers whether that was so.
	 */
	boolean finishPending(Connection connection) throws SQLException {
		boolean pending = requireAttached(connection).pending();
		if (pending) {
			LockOrder.goOneByOne(connection, this.operation);
			Standing now = lockedAndAttached(connection);
			leaveToOthers(connection);
			complete(connection, now);
		}
		return pending;
	}

	/**
	 * Why a concurrent detach was refused: another one, which passes, or a DEFAULT
	 * partition, which was not there when the plan was made. PostgreSQL says 55000 for
	 * both, and for a table that went away meanwhile.
	 */
	SQLException reason(SQLException refusal, Connection connection) throws SQLException {
		long parent = this.operation.parent().oid();
		DetachUnderWay.refuseBeside(connection, parent, this.operation.table().oid());
		if (this.operation.parent().defaultPartition() == null && Standing.hasDefault(connection, parent)) {
			throw Standing.stale(this.operation, this.operation.parent().name() + " has a DEFAULT partition now");
		}
		return refusal;
	}

	/** To end what somebody carries out would make his statement fail. */
	private void leaveToOthers(Connection connection) throws SQLException {
		DetachUnderWay.refuse(connection, this.operation.parent().oid(), this.operation.table().oid());
	}

	/**
	 * Takes the marker off a partition that stayed attached, so that nobody who detaches
	 * it by hand one day finds it dropped. That of another run, which is about to detach
	 * it, stays.
	 */
	void takeBack(Connection connection) throws SQLException {
		Standing now = LockOrder.lockParentAgainstDdl(connection, this.operation);
		if (now.oid() == this.operation.table().oid() && now.parentOid() != 0 && !now.pending()
				&& this.marking.isCarried(this.marker, now)) {
			this.marking.takeOff(connection, this.operation.table(), now);
		}
	}

	private Standing lockedAndAttached(Connection connection) throws SQLException {
		return attached(LockOrder.lockParentAgainstDdl(connection, this.operation));
	}

	private Standing attached(Standing now) {
		return now.requireAttached(this.operation, this.operation.table());
	}

	private Standing requireAttached(Connection connection) throws SQLException {
		return Standing.requireAttached(connection, this.operation, this.operation.table());
	}

	private void complete(Connection connection, Standing now) throws SQLException {
		mark(connection, now);
		Session.execute(connection, SqlScript.detach(this.operation, " FINALIZE"));
	}

	private void mark(Connection connection, Standing now) throws SQLException {
		this.marking.write(connection, this.operation.table(), this.marker, now);
	}

}
