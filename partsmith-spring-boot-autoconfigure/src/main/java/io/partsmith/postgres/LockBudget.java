package io.partsmith.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts a task has at its locks. Each waits no longer than the lock timeout;
 * between two the queue is left, for a jittered, growing while. Once its lane has used up
 * the run's budget, it has one attempt, which takes what is free and waits for nothing.
 */
final class LockBudget {

	private static final Logger log = LoggerFactory.getLogger(LockBudget.class);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

	/** How often a statement may be overtaken by one of somebody else. */
	private static final int REPEATS = 3;

	private final LockLimits limits;

	private final LockWatch.Post post;

	private final Autovacuum autovacuum;

	private final Dialect dialect;

	/** A budget where nothing passes by itself but what PostgreSQL says. */
	LockBudget(LockLimits limits, Session session) {
		this(limits, session, Dialect.POSTGRESQL);
	}

	/**
	 * A budget.
	 * @param limits the limits
	 * @param session where a watch stands that was lent no connection
	 * @param dialect knows what passes by itself besides
	 */
	LockBudget(LockLimits limits, Session session, Dialect dialect) {
		this.limits = limits;
		this.post = session::autoCommitting;
		this.autovacuum = new Autovacuum(session);
		this.dialect = dialect;
	}

	/**
	 * Attempts a task until it succeeds, fails for good, or the budget is used up.
	 * @throws PartitionOperationException if it did not succeed
	 */
	<T> T spend(LockTask task, LockLedger ledger, Attempt<T> attempt) {
		LockTimes before = ledger.times();
		int yields = 0;
		int overtaken = 0;
		boolean outwaited = false;
		List<Blocker> blockers = List.of();
		for (int number = 1;; number++) {
			Watched watched = new Watched(task, this.limits, ledger, this.post);
			try {
				T result = attempt.make(watched);
				ledger.waited(task.lane(), watched.waited());
				ledger.inflicted(watched.inflicted());
				tell(task, before, ledger.times(),
						new Contention(this.limits, number, yields, blockers, watched.isUnguarded(), false, false));
				return result;
			}
			catch (SQLException ex) {
				boolean yielded = watched.madeWay() && SqlFailures.isCancel(ex);
				boolean lost = yielded || SqlFailures.isContention(ex) || this.dialect.isPassing(ex);
				ledger.waited(task.lane(), watched.waitedUntil(ex));
				ledger.inflicted(watched.inflicted());
				yields += yielded ? 1 : 0;
				blockers = watched.blockers().isEmpty() ? blockers : watched.blockers();
				boolean exhausted = lost && ledger.left(task.lane(), this.limits.budget()).isNegative();
				Contention contention = new Contention(this.limits, number, yields, blockers, watched.isUnguarded(),
						lost, exhausted);
				boolean again = lost || SqlFailures.isOvertaken(ex) && ++overtaken <= REPEATS;
				if (!again || exhausted || number >= this.limits.attempts()) {
					tell(task, before, ledger.times(), contention);
					throw task.failure().of(ex, contention);
				}
				if (watched.isVacuumed() && !outwaited) {
					outwaited = true;
					outwait(task, ledger);
				}
				else {
					pause(task, ledger, ex, contention);
				}
			}
		}
	}

	private void outwait(LockTask task, LockLedger ledger) {
		Watched watched = new Watched(task, this.limits, ledger, this.post);
		this.autovacuum.outwait(watched, task.tables());
		ledger.waited(task.lane(), watched.waited());
		ledger.inflicted(watched.inflicted());
	}

	private void pause(LockTask task, LockLedger ledger, SQLException ex, Contention contention) {
		long base = Math.max(1, this.limits.timeout().toMillis() / 2);
		long grown = Math.min(LONGEST_PAUSE.toMillis(), base << Math.min(contention.attempts() - 1, 10));
		long pause = ThreadLocalRandom.current().nextLong(grown / 2 + 1, grown + grown / 2 + 2);
		try {
			Thread.sleep(pause);
			ledger.waited(task.lane(), TimeUnit.MILLISECONDS.toNanos(pause));
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw task.failure().of(ex, contention);
		}
	}

	private static void tell(LockTask task, LockTimes before, LockTimes after, Contention contention) {
		long waited = after.waitMillis() - before.waitMillis();
		long inflicted = after.inflictedMillis() - before.inflictedMillis();
		if (waited > 0 || inflicted > 0) {
			log.info("The {} waited {} ms for its locks, in {} attempt(s), and others {} ms behind it{}", task.what(),
					waited, contention.attempts(), inflicted, contention.told());
		}
	}

	/** One attempt. */
	@FunctionalInterface
	interface Attempt<T> {

		T make(Watched watched) throws SQLException;

	}

}
