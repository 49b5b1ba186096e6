package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that looks at the attempts of a run, from a connection of its own. It sleeps
 * while there is none; what is over before the first look costs nothing.
 */
final class LockWatch implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(LockWatch.class);

	/** A connection that has not come by now comes too late. */
	private static final long PATIENCE_SECONDS = 1;

	private static final int ANSWER_MILLIS = 5000;

	/** Connections that may die under one watch. */
	private static final int DEATHS = 3;

	private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(15);

	/** Of its time it spends at most this part on looking. */
	private static final int SHARE = 4;

	/** A look must come before PostgreSQL's own, on a server that is busy too. */
	private static final long QUICKEST_MILLIS = 250;

	private final CountDownLatch ready = new CountDownLatch(1);

	private final Thread thread;

	private @Nullable Watched current;

	private long due;

	/** Whether it has a connection to look from. */
	private boolean awake;

	private boolean blind;

	private boolean tooSlow;

	private boolean closed;

	private LockWatch(Post post, Post next) {
		this.thread = new Thread(() -> run(post, next), "partsmith-lock-watch");
		this.thread.setDaemon(true);
	}

	/**
	 * A watch that has taken up its post, or {@code null} where there is no connection
	 * for it.
	 * @param post where it looks from
	 * @param next where it looks from once that connection has died
	 */
	static @Nullable LockWatch at(Post post, Post next) {
		LockWatch watch = new LockWatch(post, next);
		watch.thread.start();
		try {
			if (watch.ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS) && watch.isAwake()) {
				return watch;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		watch.stop();
		return null;
	}

	private void run(Post post, Post next) {
		boolean goesOn = keepWatch(post);
		for (int deaths = 1; goesOn && deaths <= DEATHS; deaths++) {
			goesOn = keepWatch(next);
		}
		synchronized (this) {
			this.closed = true;
		}
		this.ready.countDown();
	}

	/** Answers whether the connection has died under a watch that is still needed. */
	private boolean keepWatch(Post post) {
		try {
			post.with((connection) -> {
				keepWatch(connection);
				return true;
			});
			return false;
		}
		catch (SQLException | RuntimeException ex) {
			return isNeededBehind(ex);
		}
	}

	private synchronized boolean isNeededBehind(Exception ex) {
		boolean died = this.awake;
		this.awake = false;
		if (died && !this.closed) {
			log.warn(
					"The connection died from which was seen who waits behind this run; until another one has taken its"
							+ " place, no attempt begins that waits for a lock longer than partsmith.execution.max-inflicted",
					ex);
			awaitSuccessor();
		}
		else if (!this.closed && this.ready.getCount() == 0) {
			log.warn("There is no other connection to see from who waits behind this run, which goes on without", ex);
		}
		else {
			log.debug("The watch over our locks ended", ex);
		}
		return died && !this.closed;
	}

	/** A pool that is used up may keep the watch waiting for its next connection. */
	private void awaitSuccessor() {
		CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(this::breakOff);
	}

	/**
	 * What goes on with nobody to see who waits behind it; once more while it does,
	 * because a cancel between two statements is not heard.
	 */
	private synchronized void breakOff() {
		Watched attempt = this.current;
		if (!this.awake && attempt != null) {
			log.warn("Nobody sees any more who waits behind this run, so that its statement is cancelled");
			attempt.breakOff();
			awaitSuccessor();
		}
	}

	/** A connection that is dead must not keep {@link #end()} waiting. */
	private void keepWatch(Connection connection) throws SQLException {
		int answer = connection.getNetworkTimeout();
		connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
		try {
			keepWatch(new Onlooker(connection));
		}
		finally {
			connection.setNetworkTimeout(Runnable::run, answer);
		}
	}

	private synchronized void keepWatch(Onlooker onlooker) throws SQLException {
		this.blind = onlooker.isBlind();
		this.tooSlow = onlooker.deadlockTimeout() < QUICKEST_MILLIS;
		this.awake = true;
		this.ready.countDown();
		while (!this.closed) {
			long begin = System.nanoTime();
			if (this.current == null) {
				sleep(0);
			}
			else if (begin < this.due) {
				sleep(this.due - begin);
			}
			else {
				this.current.look(onlooker);
				long end = System.nanoTime();
				this.due = end + Math.max(INTERVAL, (end - begin) * SHARE);
			}
		}
	}

	/** Lets others in meanwhile; with 0, until one of them calls. */
	private void sleep(long nanos) {
		try {
			wait(TimeUnit.NANOSECONDS.toMillis(nanos) + ((nanos > 0) ? 1 : 0));
		}
		catch (InterruptedException ex) {
			this.closed = true;
		}
	}

	/** Whether it looks right now. */
	synchronized boolean isAwake() {
		return this.awake && !this.closed;
	}

	/** Whether it sees who waits, but cannot tell whether a process is still ours. */
	synchronized boolean isBlind() {
		return this.blind;
	}

	/**
	 * Whether PostgreSQL may find a deadlock before it does. Then the victim is who came
	 * last, which need not be us.
	 */
	synchronized boolean isTooSlow() {
		return this.tooSlow;
	}

	synchronized void begin(Watched attempt) {
		this.current = attempt;
		this.due = System.nanoTime() + INTERVAL;
		notifyAll();
	}

	/** Waits for a look that is under way. */
	synchronized void end() {
		this.current = null;
	}

	/** One that waits for a connection is called off. */
	private synchronized void stop() {
		this.closed = true;
		notifyAll();
		if (!this.awake) {
			this.thread.interrupt();
		}
	}

	/** A connection of its own is back in its pool afterwards. */
	@Override
	public void close() {
		stop();
		try {
			this.thread.join(ANSWER_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Where the connection comes from. */
	@FunctionalInterface
	interface Post {

		void with(Session.Work<Boolean> work) throws SQLException;

	}

}
