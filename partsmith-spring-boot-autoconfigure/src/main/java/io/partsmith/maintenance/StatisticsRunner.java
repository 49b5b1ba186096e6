package io.partsmith.maintenance;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.partsmith.plan.Lane;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.LockAttempt;
import io.partsmith.postgres.LockLedger;
import io.partsmith.postgres.LockManager;
import io.partsmith.postgres.ParentStatistics;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.postgres.RowChange;
import io.partsmith.postgres.TableLock;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.TableTopology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Renews the statistics of tables behind a run that retires, when all of its tables are
 * done and their locks are free: an ANALYZE may take a minute, and nothing must wait for
 * it. While it does, it holds the lock of the table's retire lane, so that one node
 * analyzes a table and the pool has room for it; partitions are made meanwhile.
 * <p>
 * What fails here is a warning and no failure of the run: the next one tries again.
 */
public final class StatisticsRunner {

	private static final Logger log = LoggerFactory.getLogger(StatisticsRunner.class);

	private final Optional<ParentStatistics> statistics;

	private final MaintenanceJournal journal;

	private final LockManager locks;

	private final MaintenanceGuard guard;

	private final Mode mode;

	private final StatisticsObserver observer;

	/**
	 * A runner.
	 * @param statistics renews them; empty where that is switched off
	 * @param journal knows what the runs saw
	 * @param locks lets one maintainer work on a table
	 * @param guard says whether this node may maintain
	 * @param mode how much a run may do
	 * @param observer watches it
	 */
	public StatisticsRunner(Optional<ParentStatistics> statistics, MaintenanceJournal journal, LockManager locks,
			MaintenanceGuard guard, Mode mode, StatisticsObserver observer) {
		this.statistics = statistics;
		this.journal = journal;
		this.locks = locks;
		this.guard = guard;
		this.mode = mode;
		this.observer = observer;
	}

	/** Renews those of another database, unless none are renewed at all. */
	StatisticsRunner on(Supplier<ParentStatistics> other, LockManager itsLocks) {
		return new StatisticsRunner(this.statistics.map((here) -> other.get()), this.journal, itsLocks, this.guard,
				this.mode, this.observer);
	}

	/** Behind the run of some tables; asks only about those that may have changed. */
	void renew(TableRunner runner, ManagedTables tables, Scope wished, List<MaintenanceResult> results) {
		Scope scope = this.mode.allows(wished);
		if (this.statistics.isEmpty() || scope == null || scope.isChosen() || !scope.lanes().contains(Lane.RETIRE)) {
			return;
		}
		for (MaintenanceResult result : results) {
			if (runner.isStopping()) {
				return;
			}
			seen(result).filter((table) -> table.owned() && mayBeOutdated(this.statistics.get(), table, result))
				.ifPresent((table) -> renew(this.statistics.get(), tables.get(result.id()), table));
		}
	}

	/** The table as it was seen last; empty where nothing was to be done with it. */
	private Optional<TableTopology.Partitioned> seen(MaintenanceResult result) {
		boolean worked = switch (result.outcome()) {
			case CHANGED, CONVERGED, BLOCKED -> true;
			case FAILED -> !result.done().isEmpty();
			case SKIPPED, PLANNED -> false;
		};
		return worked ? this.journal.lastInspection(result.id())
			.map(TableInspection::topology)
			.filter(TableTopology.Partitioned.class::isInstance)
			.map(TableTopology.Partitioned.class::cast) : Optional.empty();
	}

	/** Where as many rows went as came, their number does not tell. */
	private static boolean mayBeOutdated(ParentStatistics statistics, TableTopology.Partitioned table,
			MaintenanceResult result) {
		return !result.done().isEmpty() || statistics.mayBeOutdated(table);
	}

	private void renew(ParentStatistics renewing, TablePartitionConfig config, TableTopology.Partitioned table) {
		try {
			Optional<String> objection = Permit.ask(this.guard).map(MaintenanceGuard.Objection::detail);
			LockAttempt attempt = objection.isEmpty() ? this.locks.tryLock(config, Scope.RETIRE) : null;
			if (attempt instanceof LockAttempt.Acquired acquired) {
				try (TableLock lock = acquired.lock(); LockLedger ledger = LockLedger.of(lock)) {
					try {
						observed(config, () -> renewing.renew(table, ledger));
					}
					finally {
						this.journal.paid(config.id(), ledger.times());
					}
				}
			}
			else {
				log.info("The statistics of {} were not looked at: {}", config.table(), objection.orElseGet(
						() -> (attempt instanceof LockAttempt.HeldBy held) ? "held by " + held.holder() : "no room"));
			}
		}
		catch (PartitionOperationException ex) {
			log.warn("{}. Next: {}", ex.getMessage(), ex.next());
		}
		catch (DataAccessException ex) {
			log.warn("The statistics of {} could not be looked at: {}", config.table(), ex.getMessage());
		}
	}

	private void observed(TablePartitionConfig config, Supplier<Optional<RowChange>> work) {
		long begin = System.nanoTime();
		this.observer.observe(config.id(), work)
			.ifPresent(
					(change) -> log.info("Analyzed {} in {} ms: of about {} rows, up to {} came, went or changed since",
							config.table(), (System.nanoTime() - begin) / 1_000_000, change.rows(), change.changed()));
	}

}
