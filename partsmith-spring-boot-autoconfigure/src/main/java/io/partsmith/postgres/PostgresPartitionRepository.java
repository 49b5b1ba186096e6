package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

import javax.sql.DataSource;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.plan.Destination;
import io.partsmith.plan.Operation;
import io.partsmith.topology.RelationName;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * The DDL as PostgreSQL 14 to 18 want it, each operation within its budget of locks. Open
 * for subclasses.
 */
public class PostgresPartitionRepository implements PartitionRepository {

	private final Session session;

	private final LockBudget budget;

	/** Takes what is free. */
	private final LockBudget onlyAttempt;

	/** Of what is done all over again by each. */
	private final LockBudget fewAttempts;

	private final ExecutionSettings settings;

	private final Marking marking;

	private final DropCheck dropCheck;

	private final Dialect dialect;

	/**
	 * A repository that drops whatever is planned to be.
	 * @param dataSource where the tables are
	 * @param settings how statements are sent
	 */
	public PostgresPartitionRepository(DataSource dataSource, ExecutionSettings settings) {
		this(dataSource, settings, DropCheck.NONE);
	}

	/**
	 * A repository on a PostgreSQL that is part of no cluster.
	 * @param dataSource where the tables are
	 * @param settings how statements are sent
	 * @param dropCheck has the last word on each drop
	 */
	public PostgresPartitionRepository(DataSource dataSource, ExecutionSettings settings, DropCheck dropCheck) {
		this(dataSource, settings, dropCheck, Dialect.POSTGRESQL);
	}

	/**
	 * A repository.
	 * @param dataSource where the tables are
	 * @param settings how statements are sent
	 * @param dropCheck has the last word on each drop
	 * @param dialect what the cluster wants besides
	 */
	public PostgresPartitionRepository(DataSource dataSource, ExecutionSettings settings, DropCheck dropCheck,
			Dialect dialect) {
		this.session = new Session(dataSource, settings);
		this.budget = new LockBudget(settings.locks(), this.session, dialect);
		this.onlyAttempt = new LockBudget(settings.locks().once(), this.session, dialect);
		this.fewAttempts = new LockBudget(settings.locks().few(), this.session, dialect);
		this.dialect = dialect;
		this.settings = settings;
		this.marking = new Marking(settings.markerPrefix());
		this.dropCheck = dropCheck;
	}

	@Override
	public List<Long> create(List<Operation.Create> operations, LockLedger ledger) {
		return run(operations.get(0), ledger, new Creation(operations)::on);
	}

	@Override
	public long move(Operation.Move operation, LockLedger ledger) {
		Relocation relocation = new Relocation(operation, this.marking);
		return run(operation, ledger, (connection) -> {
			long oid = relocation.on(connection);
			Session.execute(connection, this.dialect.afterMove(operation.partition()));
			return oid;
		});
	}

	@Override
	public void fill(Operation.Fill operation, LockLedger ledger) {
		Filling filling = new Filling(operation, this.marking);
		while (filling.hasMore()) {
			run(operation, ledger, done(filling::batch));
		}
	}

	@Override
	public void attach(Operation.Attach operation, LockLedger ledger) {
		run(operation, ledger, done(new Attachment(operation, this.marking)::on));
	}

	@Override
	public void finalizeDetach(Operation.FinalizeDetach operation, LockLedger ledger) {
		run(operation, ledger, done(new Detachment(operation, operation.marker(), this.marking)::finish));
	}

	@Override
	public void detach(Operation.Detach operation, LockLedger ledger) {
		Detachment detachment = new Detachment(operation, operation.marker(), this.marking);
		if (operation.mode() == DetachMode.CONCURRENT) {
			detachConcurrently(operation, ledger, detachment);
		}
		else {
			run(operation, ledger, done(detachment::blocking));
		}
	}

	private void detachConcurrently(Operation.Detach operation, LockLedger ledger, Detachment detachment) {
		// What was marked has just been looked at; another attempt looks at it first.
		AtomicBoolean uncertain = new AtomicBoolean(run(operation, ledger, detachment::mark));
		try {
			this.budget.spend(task(operation), ledger, (watched) -> {
				if (!uncertain.getAndSet(true) || !this.session.inTransaction(watched, detachment::finishPending)) {
					detachConcurrently(watched, detachment);
				}
				return operation;
			});
		}
		catch (PartitionOperationException ex) {
			takeBack(detachment, ex);
			throw ex;
		}
	}

	private void detachConcurrently(Watched watched, Detachment detachment) throws SQLException {
		String sql = SqlScript.detach(detachment.operation(), " CONCURRENTLY");
		try {
			if (detachment.operation().parent().foreignKeys().all().isEmpty()) {
				this.session.inAutoCommit(watched, sql);
			}
			else {
				this.session.inAutoCommit(watched, sql, (connection) -> LockOrder.oneByOne(connection, sql));
			}
		}
		catch (SQLException ex) {
			throw DetachUnderWay.mayHaveRefused(ex)
					? this.session.inTransaction((connection) -> detachment.reason(ex, connection)) : ex;
		}
	}

	private void takeBack(Detachment detachment, PartitionOperationException failure) {
		try {
			this.session.inTransaction(done(detachment::takeBack));
		}
		catch (SQLException | RuntimeException ex) {
			failure.addSuppressed(ex);
		}
	}

	@Override
	public void drop(List<Operation.Drop> operations, LockLedger ledger) {
		Removal removal = new Removal(operations, this.marking, this.dialect.dropsForeignKeysFirst());
		LockBudget attempts = (operations.size() > 1) ? this.onlyAttempt : this.budget;
		run(attempts, operations.get(0), ledger, done((connection) -> removal.on(connection, this.dropCheck)));
	}

	@Override
	public void convert(Operation.Convert operation, LockLedger ledger) {
		Conversion conversion = new Conversion(operation);
		this.fewAttempts.spend(task(operation), ledger,
				(watched) -> this.session.inTransaction(watched, this.dialect,
						(timeout) -> this.dialect.settings(operation, timeout),
						(connection) -> conversion.on(connection, watched.isUnguarded())));
	}

	@Override
	public Destination destination(RelationName root, RelationName into) {
		DestinationCheck check = new DestinationCheck(root, into, this.settings.markerPrefix());
		try {
			return this.session.inTransaction(check::on);
		}
		catch (SQLException ex) {
			throw new UncategorizedSQLException("Looking at " + into, null, ex);
		}
	}

	@Override
	public void empty(Operation.Empty operation, LockLedger ledger, LongConsumer moved) {
		EmptyingBatches batches = new EmptyingBatches(operation, this.marking);
		while (batches.hasMore()) {
			moved.accept(run(operation, ledger, batches::batch));
		}
	}

	@Override
	public long dropEmptied(Operation.DropEmptied operation, LockLedger ledger) {
		return run(operation, ledger, new EmptiedRemoval(operation, this.marking)::on);
	}

	private <T> T run(Operation operation, LockLedger ledger, Session.Work<T> work) {
		try {
			return run(this.budget, operation, ledger, work);
		}
		catch (PartitionOperationException ex) {
			throw BesideDefault.told(this.session, operation, ex);
		}
	}

	private <T> T run(LockBudget attempts, Operation operation, LockLedger ledger, Session.Work<T> work) {
		return attempts.spend(task(operation), ledger, (watched) -> this.session.inTransaction(watched, this.dialect,
				(timeout) -> this.dialect.settings(operation, timeout), work));
	}

	private LockTask task(Operation operation) {
		return LockTask.of(operation, this.dialect);
	}

	private static Session.Work<Boolean> done(Steps steps) {
		return (connection) -> {
			steps.take(connection);
			return true;
		};
	}

	@Override
	public boolean adopt(RelationName parent, RelationName table) {
		Adoption adoption = new Adoption(parent, table, this.settings.markerPrefix());
		try (LockLedger ledger = LockLedger.open()) {
			return this.budget.spend(LockTask.adoption(parent, table), ledger, (watched) -> this.session
				.inTransaction(watched, this.dialect, this.dialect::settings, adoption::on));
		}
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
		return new SqlPreview(operation, this.settings, this.dialect).script();
	}

	/** The statements of one transaction. */
	@FunctionalInterface
	private interface Steps {

		void take(Connection connection) throws SQLException;

	}

}
