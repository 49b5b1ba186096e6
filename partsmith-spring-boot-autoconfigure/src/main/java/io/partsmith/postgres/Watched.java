package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * One attempt at a task, and what is seen of it from another connection while it waits
 * for locks and holds them. Once it has been waited for too long, by one session or by
 * one after another, its statement is cancelled; and again with each look, because a
 * cancel between two statements is not heard.
 */
final class Watched {

	/** PostgreSQL takes zero for no limit. */
	static final Duration AT_ONCE = Duration.ofMillis(10);

	private static final Duration NOT_AT_ALL = Duration.ofMillis(1);

	private final LockTask task;

	private final LockLimits limits;

	private final LockLedger ledger;

	private final LockWatch.Post post;

	private @Nullable LockWatch watch;

	private @Nullable Duration timeout;

	private @Nullable Connection connection;

	private @Nullable Backend backend;

	/**
	 * How long somebody waited, whoever it was: locks last until the end, so that whoever
	 * left the queue before has waited for nothing, by a lock timeout of its own.
	 */
	private long waitedFor;

	private Set<Integer> front = Set.of();

	private List<Blocker> blockers = List.of();

	private long lastLook;

	private long waited;

	private long inflicted;

	private boolean madeWay;

	private boolean vacuumed;

	/**
	 * An attempt.
	 * @param task the task
	 * @param limits how long it may wait and be waited for
	 * @param ledger keeps the run's watch
	 * @param post where that stands if the run has none yet
	 */
	Watched(LockTask task, LockLimits limits, LockLedger ledger, LockWatch.Post post) {
		this.task = task;
		this.limits = limits;
		this.ledger = ledger;
		this.post = post;
	}

	String application() {
		return this.task.application();
	}

	/**
	 * How long it may wait for a lock. Asked on the connection that it works on: the
	 * watch must not have the last one of the pool.
	 */
	Duration lockTimeout() {
		this.watch = this.ledger.watch(this.post);
		Duration most = isUnguarded() ? this.limits.unwatched() : this.limits.timeout();
		if (this.watch != null && this.watch.isTooSlow()) {
			most = NOT_AT_ALL;
		}
		Duration left = this.ledger.left(this.task.lane(), this.limits.budget());
		Duration least = (left.compareTo(AT_ONCE) > 0) ? left : AT_ONCE;
		Duration chosen = (most.compareTo(least) < 0) ? most : least;
		this.timeout = chosen;
		return chosen;
	}

	/** Whether nobody cancels it for those who wait behind it. */
	boolean isUnguarded() {
		return this.watch == null || this.watch.isBlind() || !this.watch.isAwake();
	}

	/** How long it may wait for a lock, as it was told to the server. */
	Duration chosenTimeout() {
		return Objects.requireNonNull(this.timeout, "it has not begun");
	}

	/**
	 * From here on it is looked at.
	 * @param connection what it works on
	 * @param ours what works for it there
	 */
	void begin(Connection connection, Backend ours) {
		this.connection = connection;
		this.backend = ours;
		this.waitedFor = 0;
		this.front = Set.of();
		this.lastLook = System.nanoTime();
		if (this.watch != null) {
			this.watch.begin(this);
		}
	}

	/** After this nothing is cancelled any more. */
	void end() {
		if (this.watch != null) {
			this.watch.end();
		}
	}

	/** Looks once; called by the watch alone. */
	void look(Onlooker onlooker) throws SQLException {
		Backend ours = this.backend;
		if (ours == null) {
			return;
		}
		Onlooker.Queue queue = onlooker.queue(ours, this.task.mayWait());
		long now = System.nanoTime();
		long passed = now - this.lastLook;
		boolean isWaitedFor = !queue.behind().isEmpty();
		this.waitedFor += isWaitedFor ? passed : 0;
		this.inflicted += passed * queue.behind().size();
		this.waited += queue.front().isEmpty() ? 0 : passed;
		this.lastLook = now;
		this.vacuumed |= queue.vacuumed();
		if (!queue.front().isEmpty() && !queue.front().equals(this.front)) {
			this.front = queue.front();
			this.blockers = onlooker.blockers(this.front);
		}
		if (queue.stuck() || isWaitedFor && this.waitedFor >= this.limits.maxInflicted().toNanos()) {
			this.madeWay |= onlooker.cancel(ours);
		}
	}

	/**
	 * Cancels it from our own side; called by the watch alone, which sees nothing now.
	 */
	void breakOff() {
		Connection working = this.connection;
		this.madeWay |= working != null && OwnStatement.cancel(working);
	}

	/** The sessions it waited for last. */
	List<Blocker> blockers() {
		return this.blockers;
	}

	/** How long it was seen to wait, in nanoseconds. */
	long waited() {
		return this.waited;
	}

	/**
	 * How long it waited until it failed. The lock timeout that ended it was the length
	 * of one wait, whether that was seen or not.
	 */
	long waitedUntil(SQLException ex) {
		Duration timeout = this.timeout;
		return (timeout != null && SqlFailures.isLockTimeout(ex)) ? Math.max(this.waited, timeout.toNanos())
				: this.waited;
	}

	/** How long others were seen to wait behind it, in nanoseconds. */
	long inflicted() {
		return this.inflicted;
	}

	/**
	 * Whether it waited for autovacuum, or may have: where the watch is too slow, it
	 * takes what is free, and fails before anybody looks.
	 */
	boolean isVacuumed() {
		return this.vacuumed || this.watch != null && this.watch.isTooSlow();
	}

	/** Whether we cancelled it ourselves. */
	boolean madeWay() {
		return this.madeWay;
	}

}
