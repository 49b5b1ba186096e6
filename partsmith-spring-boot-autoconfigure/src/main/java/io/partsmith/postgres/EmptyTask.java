package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.partsmith.plan.Destination;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.plan.SequenceAdvance;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * Rows that leave a table within a transaction, with all that is checked on the way.
 *
 * @param operation what it is done for
 * @param source where the rows are
 * @param into where they go
 */
record EmptyTask(Operation.OnTable operation, RelationName source, Destination into) {

	/** Moves a batch. */
	Moved batch(Connection connection, int size, String after) throws SQLException {
		return move(connection, (questions) -> new EmptyScript(this.source, this.into, questions).batch(size, after));
	}

	/** Moves all there are. */
	Moved all(Connection connection) throws SQLException {
		return move(connection, (questions) -> new EmptyScript(this.source, this.into, questions).all());
	}

	private Moved move(Connection connection, Statement statement) throws SQLException {
		Harm.refuse(connection, this.source);
		Session.execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
		Silence silence = Silence.over(connection, this.source, Silence.DELETE);
		IdSequences sequences = IdSequences.of(connection, this.into);
		Moved moved = Session.queryRow(connection, statement.asking(sequences.questions()),
				(row) -> new Moved(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4),
						sequences.judge(row, 5)));
		silence.end(connection);
		// The table that took the rows is locked now, and keeps its name.
		if (Standing.of(connection, this.into.name()).oid() != this.into.oid()) {
			throw Standing.stale(this.operation, this.into.name() + " is another table now");
		}
		requireWhole(moved);
		sequences.advance(connection, moved.sequences());
		return moved;
	}

	/** What a trigger swallows would be lost. */
	private void requireWhole(Moved moved) {
		if (moved.arrived() != moved.left()) {
			throw new PartitionOperationException(FindingCode.ROWS_LEFT,
					"Of " + moved.left() + " rows of " + this.source + " only " + moved.arrived() + " arrived in "
							+ this.into.name() + ", so none was moved",
					"Drop or disable the trigger that keeps rows out: ALTER TABLE " + this.into.name()
							+ " DISABLE TRIGGER USER",
					null, null);
		}
	}

	/** The statement, once it is known what to ask. */
	@FunctionalInterface
	private interface Statement {

		String asking(List<String> questions);

	}

	/**
	 * Rows that were moved.
	 *
	 * @param arrived how many were inserted
	 * @param left how many were deleted
	 * @param chosen how many were to be deleted; whoever changed one has made another of
	 * it
	 * @param place the place of the last one, where there was one
	 * @param sequences what becomes of the sequences
	 */
	record Moved(long arrived, long left, long chosen, @Nullable String place, List<SequenceAdvance> sequences) {
	}

}
