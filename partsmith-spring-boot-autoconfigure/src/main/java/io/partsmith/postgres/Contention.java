package io.partsmith.postgres;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What an operation went through for its locks.
 *
 * @param limits the limits it had
 * @param attempts how many attempts it made
 * @param yields how many of them made way for others
 * @param blockers the sessions it waited for last
 * @param unguarded whether nobody could cancel its last attempt for those behind it
 * @param lost whether its last attempt failed for want of a lock
 * @param exhausted whether the run had no time left to wait
 */
record Contention(LockLimits limits, int attempts, int yields, List<Blocker> blockers, boolean unguarded, boolean lost,
		boolean exhausted) {

	/** The step to take, for people. */
	String next() {
		return ((this.yields > 0) ? "Raise partsmith.execution.max-inflicted if others may wait longer; " : "")
				+ this.blockers.stream()
					.filter((blocker) -> blocker.pid() != 0)
					.map((blocker) -> "SELECT pg_terminate_backend(" + blocker.pid() + ") ends what was in the way; ")
					.collect(Collectors.joining());
	}

	/** For people, behind what PostgreSQL said. */
	String told() {
		StringBuilder text = new StringBuilder();
		if (!this.blockers.isEmpty()) {
			text.append("; it waited for ")
				.append(this.blockers.stream().map(Blocker::toString).collect(Collectors.joining(" and for ")));
		}
		if (this.yields > 0) {
			text.append("; it made way ")
				.append(this.yields)
				.append(" time(s) for sessions that waited behind it (partsmith.execution.max-inflicted: ")
				.append(this.limits.maxInflicted().toMillis())
				.append("ms)");
		}
		if (this.unguarded && this.lost) {
			text.append(
					"; nobody could cancel it for those who wait behind it, so that it waited no longer at a time than")
				.append(" partsmith.execution.max-inflicted (")
				.append(this.limits.maxInflicted().toMillis())
				.append("ms)");
		}
		if (this.exhausted) {
			text.append("; the run has waited for locks as long as it may (partsmith.execution.lock-budget: ")
				.append(this.limits.budget().toMillis())
				.append("ms)");
		}
		return text.toString();
	}

}
