package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import io.partsmith.plan.Operation;

/** How a partition that rows are moved into comes into its place. */
interface Placement {

	static Placement of(Operation.Placing operation, Marking marking) {
		return (operation instanceof Operation.Create create) ? new New(create)
				: new Returning(new Attachment((Operation.Attach) operation, marking));
	}

	/** Builds it up beside the table, so that rows can be put into it. */
	void prepare(Connection connection) throws SQLException;

	/** Locks it against all, behind its parent. */
	void lock(Connection connection) throws SQLException;

	/** Attaches it, with its rows. */
	void finish(Connection connection) throws SQLException;

	/**
	 * A new one, which nobody else knows.
	 *
	 * @param operation the planned operation
	 */
	record New(Operation.Create operation) implements Placement {

		@Override
		public void prepare(Connection connection) throws SQLException {
			Session.execute(connection, SqlScript.build(this.operation));
		}

		@Override
		public void lock(Connection connection) {
		}

		@Override
		public void finish(Connection connection) throws SQLException {
			Session.execute(connection, SqlScript.place(this.operation));
		}

	}

	/**
	 * An orphan. While rows are copied into it, whoever reads it may go on.
	 *
	 * @param attachment its way back
	 */
	record Returning(Attachment attachment) implements Placement {

		@Override
		public void prepare(Connection connection) throws SQLException {
			this.attachment.prepare(connection, SqlScript.lockAgainstDdl(this.attachment.operation().partition()));
		}

		@Override
		public void lock(Connection connection) throws SQLException {
			Session.execute(connection, SqlScript.lockOrphan(this.attachment.operation().table()));
		}

		@Override
		public void finish(Connection connection) throws SQLException {
			this.attachment.finish(connection);
		}

	}

}
