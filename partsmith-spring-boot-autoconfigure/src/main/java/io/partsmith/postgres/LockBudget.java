package io.partsmith.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.partsmith.plan.Operation;

/**
 * The attempts an operation has at its locks. Each waits no longer than the lock timeout,
 * so that nobody waits behind us for longer; between two the queue is left, for a
 * jittered, growing while.
 */
final class LockBudget {

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

	private final ExecutionSettings settings;

	LockBudget(ExecutionSettings settings) {
		this.settings = settings;
	}

	/**
	 * Attempts an operation until it succeeds, fails for good, or the budget is used up.
	 * @throws PartitionOperationException if it did not succeed
	 */
	<T> T spend(Operation operation, Attempt<T> attempt) {
		return spend((ex, attempts) -> SqlFailures.explain(operation, ex, attempts), attempt);
	}

	<T> T spend(Explanation failure, Attempt<T> attempt) {
		for (int number = 1;; number++) {
			try {
				return attempt.make();
			}
			catch (SQLException ex) {
				if (!SqlFailures.isContention(ex) || number >= this.settings.lockAttempts()) {
					throw failure.of(ex, number);
				}
				pause(number, failure, ex);
			}
		}
	}

	private void pause(int number, Explanation failure, SQLException ex) {
		long base = Math.max(1, this.settings.lockTimeout().toMillis() / 2);
		long grown = Math.min(LONGEST_PAUSE.toMillis(), base << Math.min(number - 1, 10));
		try {
			Thread.sleep(ThreadLocalRandom.current().nextLong(grown / 2 + 1, grown + grown / 2 + 2));
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw failure.of(ex, number);
		}
	}

	/** What is thrown where the last attempt failed. */
	@FunctionalInterface
	interface Explanation {

		PartitionOperationException of(SQLException ex, int attempts);

	}

	/** One attempt. */
	@FunctionalInterface
	interface Attempt<T> {

		T make() throws SQLException;

	}

}
