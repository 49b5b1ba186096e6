package io.partsmith.postgres;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.partsmith.plan.Lane;
import io.partsmith.plan.Scope;

/**
 * How many runs a pool of connections has room for at once. Each run keeps one connection
 * for its lock and takes another one again and again for its work. If runs held all
 * connections for their locks, each would wait for a second one until the pool gives up;
 * so one is always left for work. And so that nothing in retirement keeps a partition
 * from being made, runs that retire leave the lock's connection of one creation free,
 * where the pool has three connections or more.
 */
public final class RunRoom {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final int runs;

	private final Semaphore free;

	/** What runs that retire may take of it. */
	private final Semaphore retiring;

	private final Duration patience;

	private RunRoom(int runs, Duration patience) {
		this.runs = runs;
		// In the order of their asking, so that a creation comes next behind a
		// retirement.
		this.free = new Semaphore(runs, true);
		this.retiring = new Semaphore(retiring(runs), true);
		this.patience = patience;
	}

	/**
	 * The room of a pool whose size nobody knows, or that has no end.
	 * @return room for every run
	 */
	public static RunRoom unlimited() {
		return new RunRoom(Integer.MAX_VALUE, PATIENCE);
	}

	/**
	 * The room of a pool.
	 * @param connections the connections that it gives out at most, 2 or more
	 * @return room for one run less
	 * @throws IllegalArgumentException if the pool has no room for a run
	 */
	public static RunRoom of(int connections) {
		return of(connections, PATIENCE);
	}

	static RunRoom of(int connections, Duration patience) {
		if (connections < 2) {
			throw new IllegalArgumentException("A run needs two connections at once, not " + connections);
		}
		return new RunRoom(connections - 1, patience);
	}

	/**
	 * How many runs may retire at once in a pool, so that a creation finds room beside
	 * them.
	 * @param connections the connections that it gives out at most, 2 or more
	 * @return two less than those, but at least 1
	 */
	public static int retiringIn(int connections) {
		return retiring(connections - 1);
	}

	private static int retiring(int runs) {
		return Math.max(1, runs - 1);
	}

	/** Waits a while for room; answers whether there was some. */
	boolean enter(Scope scope) {
		return enter(scope, this.patience);
	}

	/** Takes room that is free. */
	boolean enterAtOnce(Scope scope) {
		return enter(scope, Duration.ZERO);
	}

	private boolean enter(Scope scope, Duration patience) {
		long end = System.nanoTime() + patience.toNanos();
		boolean retires = retires(scope);
		boolean entered = false;
		boolean allowed = false;
		try {
			allowed = !retires || acquire(this.retiring, end);
			entered = allowed && acquire(this.free, end);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			if (retires && allowed && !entered) {
				this.retiring.release();
			}
		}
		return entered;
	}

	private static boolean acquire(Semaphore permits, long end) throws InterruptedException {
		return permits.tryAcquire(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
	}

	private static boolean retires(Scope scope) {
		return scope.lanes().contains(Lane.RETIRE);
	}

	/** Makes room again for others. */
	void leave(Scope scope) {
		this.free.release();
		if (retires(scope)) {
			this.retiring.release();
		}
	}

	/** What a run of a scope is told that found no room. */
	LockAttempt.NoRoom noRoom(Scope scope) {
		int most = retires(scope) ? retiring(this.runs) : this.runs;
		return new LockAttempt.NoRoom(
				"the connection pool had no room for it in " + this.patience.toSeconds() + " s beside " + most
						+ " other run(s) of this application",
				"Raise the size of the pool, for example spring.datasource.hikari.maximum-pool-size; of 3 connections"
						+ " or more, one is kept for creations");
	}

}
