package io.partsmith.postgres;

import java.sql.Connection;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.partsmith.plan.Lane;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the locks of one run have cost so far: the time it waited, which each of its lanes
 * has a budget for, and the time that others waited behind it. While the run works, it is
 * watched from another connection: the one that holds the run's maintenance lock where
 * that has one to lend, else one more.
 */
public final class LockLedger implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(LockLedger.class);

	private final @Nullable Connection lent;

	private final Map<Lane, Long> waited = new EnumMap<>(Lane.class);

	private long inflicted;

	private @Nullable LockWatch watch;

	private boolean asked;

	private LockLedger(@Nullable Connection lent) {
		this.lent = lent;
	}

	/**
	 * The ledger of a run that holds no maintenance lock.
	 * @return a new ledger
	 */
	public static LockLedger open() {
		return new LockLedger(null);
	}

	/**
	 * The ledger of a run.
	 * @param lock the run's maintenance lock, which is closed after the ledger
	 * @return a new ledger
	 */
	public static LockLedger of(TableLock lock) {
		return new LockLedger(lock.lend().orElse(null));
	}

	/**
	 * The cost so far.
	 * @return both times
	 */
	public synchronized LockTimes times() {
		long sum = this.waited.values().stream().mapToLong(Long::longValue).sum();
		return new LockTimes(TimeUnit.NANOSECONDS.toMillis(sum), TimeUnit.NANOSECONDS.toMillis(this.inflicted));
	}

	/** What is left of a budget; not positive where it is used up. */
	synchronized Duration left(Lane lane, Duration budget) {
		return budget.minusNanos(this.waited.getOrDefault(lane, 0L));
	}

	synchronized void waited(Lane lane, long nanos) {
		this.waited.merge(lane, nanos, Long::sum);
	}

	synchronized void inflicted(long nanos) {
		this.inflicted += nanos;
	}

	/**
	 * The watch of the run, which is set up at the first request; {@code null} where
	 * there is no connection for it, or it was lost.
	 */
	synchronized @Nullable LockWatch watch(LockWatch.Post own) {
		if (!this.asked) {
			this.asked = true;
			Connection borrowed = this.lent;
			this.watch = LockWatch.at((borrowed != null) ? (work) -> work.on(borrowed) : own, own);
			if (this.watch == null) {
				log.warn("No connection is left to see from who waits behind this run; so it waits for no lock longer"
						+ " than partsmith.execution.max-inflicted. Give the pool room for one more");
			}
			else if (this.watch.isBlind()) {
				log.warn(
						"track_activities is off, so that a statement of ours cannot be cancelled for those who wait behind"
								+ " it; so this run waits for no lock longer than partsmith.execution.max-inflicted. Next: ALTER"
								+ " SYSTEM SET track_activities = on; SELECT pg_reload_conf()");
			}
			else if (this.watch.isTooSlow()) {
				log.warn(
						"deadlock_timeout is so short that PostgreSQL would end a session of the application for a deadlock"
								+ " with us before our own statement could be cancelled; so this run takes only locks that"
								+ " are free. Next: ALTER SYSTEM SET deadlock_timeout = '1s'; SELECT pg_reload_conf()");
			}
		}
		return (this.watch != null && this.watch.isAwake()) ? this.watch : null;
	}

	/** Ends the watch. */
	@Override
	public synchronized void close() {
		if (this.watch != null) {
			this.watch.close();
		}
	}

}
