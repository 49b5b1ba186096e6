package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.plan.Operation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;

/**
 * Makes or attaches a partition and moves the rows there that lie in DEFAULT, in one
 * transaction: whatever kills us leaves nothing of it, and nobody ever misses a row or
 * sees one twice.
 * <p>
 * While the bulk is copied, readers and writers pass, and what is copied stays where it
 * is. Only then is the table locked against all, for as long as it takes to delete what
 * was copied, to move what came or changed meanwhile, and to attach. A weaker lock would
 * not do: who waits for DEFAULT alone has chosen his partitions already, and would then
 * miss the rows, or see his insert refused (23514).
 * <p>
 * To delete is most of the work, and grows with the rows. So every other attempt, from
 * the first on, deletes what was copied before it locks the table: readers go on to see
 * the rows until the commit, and inserts pass. Whoever wants to change one of them waits,
 * and with the lock that he has on the table keeps us from having it, so that he never
 * finds his row gone; the attempt makes way for him, and the next one deletes behind the
 * lock, where nobody can be in the way any more.
 */
final class Relocation {

	private static final String PRIMARY_KEY = """
			SELECT a.attname FROM pg_catalog.pg_index AS x
			JOIN pg_catalog.pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = ANY (x.indkey::int2[])
			WHERE x.indrelid = to_regclass(?) AND x.indisprimary
			ORDER BY a.attname COLLATE "C\"""";

	/** Rows that are moved in less time than a copy would save. */
	private static final int FEW = 1_000;

	/** Copies that are made before rows that change all the time are waited for. */
	private static final int COPIES = 3;

	private final Operation.Move operation;

	private final Marking marking;

	private int attempts;

	/**
	 * A relocation.
	 * @param operation the planned operation
	 * @param marking the marker
	 */
	Relocation(Operation.Move operation, Marking marking) {
		this.operation = operation;
		this.marking = marking;
	}

	/** Answers the OID of the partition. */
	long on(Connection connection) throws SQLException {
		RelationName source = this.operation.source().name();
		LockOrder.goOneByOne(connection, this.operation);
		LockOrder.lockParentAgainstDdl(connection, this.operation);
		Standing.requireAttached(connection, this.operation, this.operation.source());
		Harm.refuse(connection, source);
		Placement placement = Placement.of(this.operation.into(), this.marking);
		placement.prepare(connection);
		Session.execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
		if (Publications.include(connection, source)) {
			moveInPublic(connection, placement);
		}
		else {
			move(connection, placement);
		}
		return Standing.of(connection, this.operation.partition()).oid();
	}

	private void move(Connection connection, Placement placement) throws SQLException {
		MoveScript script = MoveScript.of(this.operation);
		boolean copied = isWorthCopying(this.operation) && moveCopied(connection, placement, script);
		if (!copied) {
			lock(connection, placement);
		}
		Silence silence = Silence.over(connection, this.operation.source().name(), Silence.DELETE);
		Session.execute(connection, script.moveRest());
		silence.end(connection);
		placement.finish(connection);
	}

	/** Rows of several tables would need more than their places to be told apart. */
	static boolean isWorthCopying(Operation.Move operation) {
		return operation.rows() > FEW && operation.source().kind() == RelationKind.TABLE;
	}

	/**
	 * Answers whether the copy could be made good; then the table is locked.
	 */
	private boolean moveCopied(Connection connection, Placement placement, MoveScript script) throws SQLException {
		List<String> identity = identity(connection);
		boolean ahead = this.attempts++ % 2 == 0
				&& !Silence.isNeeded(connection, this.operation.source().name(), Silence.DELETE);
		for (int number = 1; number <= COPIES; number++) {
			Savepoint before = connection.setSavepoint();
			Session.execute(connection, script.note(identity));
			long copied = Rows.change(connection, script.copy());
			if (ahead ? deleteCopied(connection, script, identity, copied)
					: deleteBehindLock(connection, placement, script, identity, copied)) {
				if (ahead) {
					lock(connection, placement);
				}
				Session.execute(connection, script.dropNotes());
				return true;
			}
			// Some copies are of rows that are gone or others by now; nothing tells
			// which.
			connection.rollback(before);
		}
		return false;
	}

	private boolean deleteBehindLock(Connection connection, Placement placement, MoveScript script,
			List<String> identity, long copied) throws SQLException {
		lock(connection, placement);
		Silence silence = Silence.over(connection, this.operation.source().name(), Silence.DELETE);
		boolean deleted = deleteCopied(connection, script, identity, copied);
		if (deleted) {
			silence.end(connection);
		}
		return deleted;
	}

	private static boolean deleteCopied(Connection connection, MoveScript script, List<String> identity, long copied)
			throws SQLException {
		if (identity.isEmpty()) {
			return Rows.change(connection, script.deleteCopied()) == copied;
		}
		Session.execute(connection, script.deleteCopied(identity));
		return true;
	}

	/** The primary key. An orphan has rows of its own, which are no copies. */
	private List<String> identity(Connection connection) throws SQLException {
		List<String> columns = new ArrayList<>();
		if (this.operation.into() instanceof Operation.Create) {
			Rows.read(connection, PRIMARY_KEY, (row) -> columns.add(row.getString(1)),
					this.operation.source().name().toString());
		}
		return columns;
	}

	/**
	 * What a subscriber is told of a row's end, he must be told of its return as well:
	 * the partition is published from the moment on in which it is attached.
	 */
	private void moveInPublic(Connection connection, Placement placement) throws SQLException {
		MoveScript script = MoveScript.of(this.operation);
		lock(connection, placement);
		Silence departure = Silence.over(connection, this.operation.source().name(), Silence.DELETE);
		Session.execute(connection, List.of(script.takeAside(), script.deleteAll()));
		departure.end(connection);
		placement.finish(connection);
		Silence arrival = Silence.over(connection, this.operation.partition(), Silence.INSERT);
		Session.execute(connection, List.of(script.putBack(), script.dropNotes()));
		arrival.end(connection);
	}

	private void lock(Connection connection, Placement placement) throws SQLException {
		RelationName source = this.operation.source().name();
		Session.execute(connection, SqlScript.lockParentAgainstAll(this.operation.parent().name()));
		placement.lock(connection);
		Session.execute(connection, SqlScript.lockAgainstAll(source));
		LockOrder.lockTiesForAttach(connection, this.operation);
		Standing.requireAttached(connection, this.operation, this.operation.source());
		Harm.refuse(connection, source);
	}

}
