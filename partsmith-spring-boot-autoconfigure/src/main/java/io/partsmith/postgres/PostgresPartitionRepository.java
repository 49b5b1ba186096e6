package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.plan.Displacement;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Reason;
import io.partsmith.topology.Marker;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * The DDL as PostgreSQL 14 to 18 want it. Open for subclasses.
 * <p>
 * Creation and attachment share one transaction: the new table is visible to nobody until
 * it is a partition, so that whatever kills us leaves no stray table behind; the lock
 * that ATTACH takes on the parent lets readers and writers pass.
 */
public class PostgresPartitionRepository implements PartitionRepository {

	private final Session session;

	private final LockBudget budget;

	private final ExecutionSettings settings;

	/**
	 * A repository.
	 * @param dataSource where the tables are
	 * @param settings how statements are sent
	 */
	public PostgresPartitionRepository(DataSource dataSource, ExecutionSettings settings) {
		this.session = new Session(dataSource, settings);
		this.budget = new LockBudget(settings);
		this.settings = settings;
	}

	@Override
	public long create(Operation.Create operation) {
		return this.budget.spend(operation, () -> this.session.inTransaction((connection) -> {
			Session.execute(connection, SqlScript.lockParentAgainstDdl(operation.parent().name()));
			Standing.requireParent(connection, operation);
			execute(connection, SqlScript.build(operation));
			makeRoom(connection, operation);
			execute(connection, SqlScript.place(operation));
			return Standing.of(connection, operation.partition()).oid();
		}));
	}

	@Override
	public void attach(Operation.Attach operation) {
		run(operation, (connection) -> {
			Session.execute(connection, SqlScript.lockParentAgainstDdl(operation.parent().name()));
			Standing.requireParent(connection, operation);
			if (operation.reason() == Reason.MARKER_STALE) {
				unmark(connection, operation, Standing.requireAttached(connection, operation, operation.table()));
				return;
			}
			requirePresent(connection, operation, operation.table());
			Session.execute(connection, SqlScript.lockOrphan(operation.table()));
			Standing now = Standing.requireDetached(connection, operation, operation.table());
			boolean marked = operation.reason() != Reason.SUBTREE;
			if (marked) {
				requireMarker(operation, now);
			}
			else {
				requireEmpty(connection, operation);
			}
			execute(connection, SqlScript.complete(operation));
			Session.execute(connection, SqlScript.attach(operation));
			if (marked) {
				Leftovers.drop(connection, operation.partition());
				unmark(connection, operation, now);
			}
		});
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
		if (holdsRows(connection, name)) {
			throw new PartitionOperationException(FindingCode.DEFAULT_HOLDS_ROWS,
					operation.kind() + " of " + operation.partition() + " on " + operation.parent().name()
							+ " needs room, but the catch-all " + name + " holds rows",
					"Look at them with SELECT * FROM " + name + " and move them to where they belong", null, null);
		}
	}

	private static boolean holdsRows(Connection connection, RelationName name) throws SQLException {
		return Session.queryRow(connection, "SELECT EXISTS (SELECT FROM " + name + ")", (row) -> row.getBoolean(1));
	}

	/** Half built by us, it is empty; with rows, somebody has detached it by hand. */
	private static void requireEmpty(Connection connection, Operation.Attach operation) throws SQLException {
		if (holdsRows(connection, operation.partition())) {
			throw new PartitionOperationException(FindingCode.NAME_UNUSABLE,
					operation.partition() + " holds the name of a partition of " + operation.parent().name()
							+ " that is wanted, carries no marker, and holds rows",
					"If its rows belong there: " + SqlScript.attach(operation) + "; else rename it: ALTER TABLE "
							+ operation.partition() + " RENAME TO ...",
					null, null);
		}
	}

	private static void execute(Connection connection, List<String> statements) throws SQLException {
		for (String statement : statements) {
			Session.execute(connection, statement);
		}
	}

	private void unmark(Connection connection, Operation.OnTable operation, Standing now) throws SQLException {
		Session.execute(connection,
				SqlScript.comment(operation.table(), Marker.strip(this.settings.markerPrefix(), now.comment())));
	}

	@Override
	public void finalizeDetach(Operation.FinalizeDetach operation) {
		run(operation, (connection) -> {
			Session.execute(connection, SqlScript.lockParentAgainstDdl(operation.parent().name()));
			Standing.requireParent(connection, operation);
			Standing now = Standing.requireAttached(connection, operation, operation.table());
			if (!now.pending()) {
				throw Standing.stale(operation, operation.partition() + " is in no concurrent detach any more");
			}
			finish(connection, operation, operation.marker(), now);
		});
	}

	private void finish(Connection connection, Operation.OnTable operation, Marker marker, Standing now)
			throws SQLException {
		mark(connection, operation.table(), marker, now);
		Session.execute(connection, SqlScript.detach(operation, " FINALIZE"));
	}

	private void mark(Connection connection, Relation partition, Marker marker, Standing now) throws SQLException {
		String comment = marker.writeAbove(this.settings.markerPrefix(), now.comment());
		Session.execute(connection, SqlScript.comment(partition, comment));
	}

	@Override
	public void detach(Operation.Detach operation) {
		if (operation.mode() == DetachMode.CONCURRENT) {
			detachConcurrently(operation);
		}
		else {
			run(operation, (connection) -> {
				Session.execute(connection, SqlScript.lockParentAgainstAll(operation.parent().name()));
				Standing.requireParent(connection, operation);
				Standing now = Standing.requireAttached(connection, operation, operation.table());
				mark(connection, operation.table(), operation.marker(), now);
				Session.execute(connection, SqlScript.detach(operation, ""));
			});
		}
	}

	private void detachConcurrently(Operation.Detach operation) {
		run(operation, (connection) -> {
			Session.execute(connection, SqlScript.lockParentAgainstDdl(operation.parent().name()));
			Standing.requireParent(connection, operation);
			Standing now = Standing.requireAttached(connection, operation, operation.table());
			mark(connection, operation.table(), operation.marker(), now);
		});
		try {
			this.budget.spend(operation, () -> {
				attemptConcurrently(operation);
				return operation;
			});
		}
		catch (PartitionOperationException ex) {
			unmark(operation, ex);
			throw ex;
		}
	}

	/**
	 * A concurrent detach that was broken off behind its first transaction is pending;
	 * then only FINALIZE goes on with it, and everything else is refused with 55000.
	 */
	private void attemptConcurrently(Operation.Detach operation) throws SQLException {
		boolean pending = this.session.inTransaction((connection) -> {
			Standing now = Standing.requireAttached(connection, operation, operation.table());
			if (now.pending()) {
				Session.execute(connection, SqlScript.lockParentAgainstDdl(operation.parent().name()));
				finish(connection, operation, operation.marker(),
						Standing.requireAttached(connection, operation, operation.table()));
			}
			return now.pending();
		});
		if (!pending) {
			this.session.inAutoCommit(SqlScript.detach(operation, " CONCURRENTLY"));
		}
	}

	/**
	 * Takes the marker off a partition that stayed attached, so that nobody who detaches
	 * it by hand one day finds it dropped.
	 */
	private void unmark(Operation.Detach operation, PartitionOperationException failure) {
		try {
			this.session.inTransaction((connection) -> {
				Session.execute(connection, SqlScript.lockParentAgainstDdl(operation.parent().name()));
				Standing now = Standing.of(connection, operation.partition());
				if (now.oid() == operation.table().oid() && now.parentOid() != 0 && !now.pending()) {
					unmark(connection, operation, now);
				}
				return now;
			});
		}
		catch (SQLException | RuntimeException ex) {
			failure.addSuppressed(ex);
		}
	}

	@Override
	public void drop(Operation.Drop operation) {
		run(operation, (connection) -> {
			if (Standing.of(connection, operation.partition()).oid() == 0) {
				return;
			}
			requirePresent(connection, operation, operation.table());
			Session.execute(connection, SqlScript.lockOrphan(operation.table()));
			Standing now = Standing.requireDetached(connection, operation, operation.table());
			if (!Marker.read(this.settings.markerPrefix(), now.comment()).equals(Optional.of(operation.marker()))) {
				throw Standing.stale(operation, operation.partition() + " does not carry the planned marker any more");
			}
			Session.execute(connection, SqlScript.drop(operation.table()));
		});
	}

	/** Looks before a strong lock is taken on what may be a stranger by now. */
	private static void requirePresent(Connection connection, Operation operation, Relation table) throws SQLException {
		Standing.requireDetached(connection, operation, table);
	}

	private void requireMarker(Operation operation, Standing now) {
		boolean ours = Marker.read(this.settings.markerPrefix(), now.comment())
			.filter((marker) -> marker.parent().equals(operation.parent().name()))
			.isPresent();
		if (!ours) {
			throw Standing.stale(operation, operation.partition() + " does not carry our marker any more");
		}
	}

	private void run(Operation operation, Steps steps) {
		this.budget.spend(operation, () -> this.session.inTransaction((connection) -> {
			steps.take(connection);
			return operation;
		}));
	}

	@Override
	public boolean adopt(RelationName parent, RelationName table) {
		Adoption adoption = new Adoption(parent, table, this.settings.markerPrefix());
		return this.budget.spend((ex, attempts) -> SqlFailures.explainAdoption(parent, table, ex, attempts),
				() -> this.session.inTransaction(adoption::on));
	}

	@Override
	public boolean exists(RelationName name) {
		try {
			return this.session.inTransaction((connection) -> Standing.of(connection, name).oid() != 0);
		}
		catch (SQLException ex) {
			throw new UncategorizedSQLException("Looking for " + name, null, ex);
		}
	}

	@Override
	public List<String> sql(Operation operation) {
		return new SqlPreview(operation, this.settings).script();
	}

	/** The statements of one transaction. */
	@FunctionalInterface
	private interface Steps {

		void take(Connection connection) throws SQLException;

	}

}
