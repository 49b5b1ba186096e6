package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * The transactions in which a window's table is filled before it is attached. From the
 * first one on it carries our marker with its bounds, so that whatever stops us leaves an
 * orphan, which comes back with its rows and takes those along that still lie in DEFAULT.
 */
final class Filling {

	private final Operation.Fill operation;

	private final Marking marking;

	private final MoveScript script;

	/** The OID of the table, once it is ours. */
	private long target;

	private @Nullable String after;

	private int left;

	Filling(Operation.Fill operation, Marking marking) {
		this.operation = operation;
		this.marking = marking;
		this.script = MoveScript.of(operation.whole());
		this.left = operation.batches();
	}

	boolean hasMore() {
		return this.left > 0;
	}

	/** One batch; what it says of its success holds only once it is committed. */
	void batch(Connection connection) throws SQLException {
		RelationName source = this.operation.whole().source().name();
		LockOrder.lockParentAgainstDdl(connection, this.operation);
		Standing.requireAttached(connection, this.operation, this.operation.whole().source());
		Harm.refuse(connection, source);
		refusePublished(connection, source);
		long oid = (this.target == 0) ? begin(connection) : goOn(connection);
		Session.execute(connection, MoveScript.BEFORE_BATCH);
		Silence silence = Silence.over(connection, source, Silence.DELETE);
		String[] place = new String[1];
		long rows = Session.queryRow(connection, this.script.moveBatch(this.operation.batchRows(), this.after),
				(row) -> {
					place[0] = row.getString(2);
					return row.getLong(1);
				});
		silence.end(connection);
		this.target = oid;
		this.after = (place[0] != null) ? place[0] : this.after;
		this.left = (rows < this.operation.batchRows()) ? 0 : this.left - 1;
	}

	private long begin(Connection connection) throws SQLException {
		Placement.of(this.operation.whole().into(), this.marking).prepare(connection);
		Standing now = Standing.of(connection, this.operation.partition());
		if (this.operation.whole().into() instanceof Operation.Create) {
			Session.execute(connection, SqlScript.comment(this.operation.partition(),
					this.operation.marker().writeAbove(this.marking.prefix(), now.comment())));
		}
		return now.oid();
	}

	/** Looks whether it is still the table that the last batch went to. */
	private long goOn(Connection connection) throws SQLException {
		requireOurs(Standing.of(connection, this.operation.partition()));
		Session.execute(connection, SqlScript.lockAgainstDdl(this.operation.partition()));
		requireOurs(Standing.of(connection, this.operation.partition()));
		return this.target;
	}

	private void requireOurs(Standing now) {
		if (now.oid() != this.target || now.parentOid() != 0) {
			throw Standing.stale(this.operation,
					this.operation.partition() + " is another table, or attached, since the last batch");
		}
		this.marking.requireOurs(this.operation, now);
	}

	/** A subscriber would be told that the rows are gone, and never where they went. */
	private void refusePublished(Connection connection, RelationName source) throws SQLException {
		if (Publications.include(connection, source)) {
			throw new PartitionOperationException(FindingCode.DEFAULT_HOLDS_ROWS,
					source + " is published, and its subscribers would lose the rows of " + this.operation.partition()
							+ " if they were moved in several batches",
					"Move them in batches as large as the window: " + this.operation.whole().rows() + " rows", null,
					null);
		}
	}

}
