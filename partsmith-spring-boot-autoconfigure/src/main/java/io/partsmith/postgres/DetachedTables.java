package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import javax.sql.DataSource;

import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Lane;
import io.partsmith.plan.Operation;
import io.partsmith.topology.Datum;
import io.partsmith.topology.Marker;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;

/**
 * What is done with tables that are no partitions, beside the lifecycle: they are sealed,
 * and their rows are read and written as a whole. Like everything of ours it leaves no
 * session state behind.
 */
public final class DetachedTables {

	/** Texts of values that do not depend on who reads them. */
	private static final String PLAINLY = "SELECT set_config('statement_timeout', '0', true),"
			+ " set_config('idle_in_transaction_session_timeout', '0', true),"
			+ " set_config('search_path', '', true), set_config('extra_float_digits', '1', true),"
			+ " set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),"
			+ " set_config('lc_monetary', 'C', true), set_config('xmloption', 'content', true)";

	private final Session session;

	/** The comment on a table that waits for its rows, behind the marker's prefix. */
	private static final String STAGED = ":restored-from=";

	private final LockBudget budget;

	private final Dialect dialect;

	private final String markerPrefix;

	/**
	 * Access to such tables on a PostgreSQL that is part of no cluster.
	 * @param dataSource where they are
	 * @param settings how statements are sent
	 */
	public DetachedTables(DataSource dataSource, ExecutionSettings settings) {
		this(dataSource, settings, Dialect.POSTGRESQL);
	}

	/**
	 * Access to such tables.
	 * @param dataSource where they are
	 * @param settings how statements are sent
	 * @param dialect what the cluster wants besides
	 */
	public DetachedTables(DataSource dataSource, ExecutionSettings settings, Dialect dialect) {
		this.session = new Session(dataSource, settings);
		this.budget = new LockBudget(settings.locks(), this.session, dialect);
		this.dialect = dialect;
		this.markerPrefix = settings.markerPrefix();
	}

	/**
	 * Seals an orphan, so that no row of it is added or changed from now on. Waits for
	 * those who are writing to it, within the lock budget; a seal that is on already
	 * stays.
	 * @param operation the planned operation on the orphan, which pins it by its OID
	 * @return the seal
	 * @throws PartitionOperationException if the table is another one than planned, is
	 * attached, or could not be locked
	 */
	public Seal seal(Operation.OnTable operation) {
		RelationName table = operation.partition();
		return spend("sealing of " + table, table, (connection) -> {
			Standing.requireDetached(connection, operation, operation.table());
			Session.execute(connection, SqlScript.lockOrphan(operation.table()));
			Standing.requireDetached(connection, operation, operation.table());
			return Seal.put(connection, table);
		});
	}

	/**
	 * Writes on a seal.
	 * @param table the sealed table
	 * @param seal its seal
	 * @param note what to write
	 * @throws PartitionOperationException if the seal is not on any more
	 */
	public void note(RelationName table, Seal seal, String note) {
		spend("note on the seal of " + table, table, (connection) -> {
			Session.execute(connection,
					"COMMENT ON CONSTRAINT " + Seal.NAME + " ON " + table + " IS " + new Datum.Literal(note).toSql());
			// Behind the statement, which holds the constraint.
			if (Seal.of(connection, table).filter((now) -> now.oid() == seal.oid()).isEmpty()) {
				throw new PartitionOperationException(FindingCode.PLAN_STALE,
						"The seal of " + table + " was taken off meanwhile", "Nothing; the next run begins anew", null,
						null);
			}
			return seal;
		});
	}

	/**
	 * Reads, for however long it takes. Everything is of one snapshot, and nothing can be
	 * written.
	 * @param <T> what is found out
	 * @param work reads on a connection
	 * @return what the work gave
	 * @throws SQLException if that failed
	 */
	public <T> T read(SqlWork<T> work) throws SQLException {
		return this.session.inReadOnlySnapshot((connection) -> plainly(connection, work));
	}

	/**
	 * Writes in one transaction, for however long it takes.
	 * @param <T> what is found out
	 * @param work writes on a connection
	 * @return what the work gave
	 * @throws SQLException if that failed; nothing is written then
	 */
	public <T> T write(SqlWork<T> work) throws SQLException {
		return this.session.inTransaction((connection) -> plainly(connection, work));
	}

	/**
	 * Makes the table of a partition, with all beneath it, and does not attach it: for
	 * rows that are restored. One that was begun before and never got its rows gives way.
	 * @param operation the planned creation
	 * @param origin where the rows will come from, in one line
	 * @return the OID of the table
	 * @throws PartitionOperationException if it was not made
	 */
	public long stage(Operation.Create operation, String origin) {
		RelationName table = operation.partition();
		return spend("staging of " + table, table, (connection) -> {
			LockOrder.lockParentAgainstDdl(connection, operation);
			Session.execute(connection, SqlScript.build(operation));
			Session.execute(connection, SqlScript.comment(table, this.markerPrefix + STAGED + origin));
			return Standing.of(connection, table).oid();
		});
	}

	/**
	 * Drops a table that was staged and never got its rows.
	 * @param table the table
	 * @return {@code false} if that is anything else, which is left alone
	 * @throws PartitionOperationException if it is one, but could not be dropped
	 */
	public boolean unstage(RelationName table) {
		return spend("removal of the staged " + table, table, (connection) -> {
			if (!isStaged(Standing.of(connection, table))) {
				return false;
			}
			Session.execute(connection, SqlScript.lockAgainstAll(table));
			boolean staged = isStaged(Standing.of(connection, table));
			if (staged) {
				Session.execute(connection, "DROP TABLE " + table);
			}
			return staged;
		});
	}

	private boolean isStaged(Standing now) {
		return now.oid() != 0 && now.parentOid() == 0 && now.comment() != null
				&& now.comment().startsWith(this.markerPrefix + STAGED);
	}

	/**
	 * Puts rows into a staged table and makes it an orphan that may be attached, in one
	 * transaction: it has all of them or none.
	 * @param operation the planned creation
	 * @param oid the OID of the staged table
	 * @param detachedAt what its marker says, from which its grace counts if it is never
	 * attached
	 * @param work puts the rows there, and throws if they are not what they should be
	 * @throws SQLException if PostgreSQL refused something
	 * @throws PartitionOperationException if the table is another one by now
	 */
	public void load(Operation.Create operation, long oid, Instant detachedAt, SqlWork<Long> work) throws SQLException {
		RelationName table = operation.partition();
		write((connection) -> {
			requireSame(Standing.of(connection, table), oid, operation);
			Session.execute(connection, "LOCK TABLE " + table + " IN ROW EXCLUSIVE MODE");
			requireSame(Standing.of(connection, table), oid, operation);
			Long rows = work.on(connection);
			if (Standing.of(connection, table).parentOid() == 0) {
				Marker marker = new Marker(operation.parent().name(), detachedAt, operation.bounds());
				Session.execute(connection, SqlScript.comment(table, marker.writeAbove(this.markerPrefix, null)));
			}
			return rows;
		});
	}

	/**
	 * Puts rows into a partition that is attached and empty, in one transaction: it has
	 * all of them or none. Nobody else waits, and rows that others insert meanwhile stay.
	 * @param partition the partition
	 * @param work puts the rows there, and throws if they are not what they should be
	 * @throws SQLException if PostgreSQL refused something
	 * @throws PartitionOperationException if the partition is another one by now, or not
	 * empty, or has triggers
	 */
	public void fill(Relation partition, SqlWork<Long> work) throws SQLException {
		this.session.inSnapshotBehind(EmptyPartition.lock(partition.name()),
				(connection) -> plainly(connection, (same) -> {
					EmptyPartition.require(same, partition);
					return work.on(same);
				}));
	}

	private static void requireSame(Standing now, long oid, Operation operation) {
		if (now.oid() != oid) {
			throw Standing.stale(operation, operation.partition() + " has the OID " + now.oid() + " now");
		}
	}

	private static <T> T plainly(Connection connection, SqlWork<T> work) throws SQLException {
		Session.queryRow(connection, PLAINLY, (row) -> row.getString(1));
		return work.on(connection);
	}

	private <T> T spend(String what, RelationName table, Session.Work<T> work) {
		LockTask task = new LockTask(Lane.RETIRE, what, List.of(table),
				(ex, contention) -> this.dialect.explain(what, ex)
					.orElseGet(() -> SqlFailures.explainAccess(what, table, ex, contention)));
		try (LockLedger ledger = LockLedger.open()) {
			return this.budget.spend(task, ledger,
					(watched) -> this.session.inTransaction(watched, this.dialect, this.dialect::settings, work));
		}
	}

	/**
	 * What is done on a connection.
	 *
	 * @param <T> what is found out
	 */
	@FunctionalInterface
	public interface SqlWork<T> {

		/**
		 * Does it.
		 * @param connection a connection in a transaction of ours
		 * @return what was found out
		 * @throws SQLException if PostgreSQL refused something
		 */
		T on(Connection connection) throws SQLException;

	}

}
