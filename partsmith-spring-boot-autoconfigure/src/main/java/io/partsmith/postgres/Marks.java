package io.partsmith.postgres;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.partsmith.plan.Operation;

/** The partitions that a run has marked together, and has not come to yet. */
final class Marks {

	private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

	private final Map<Operation.Detach, Long> marked = new LinkedHashMap<>();

	void add(List<Operation.Detach> operations) {
		long now = System.nanoTime();
		operations.forEach((operation) -> this.marked.put(operation, now));
	}

	/**
	 * Comes to one of them.
	 * @return whether it was looked at and marked just now, so that nobody is likely to
	 * have changed it since; {@code false} too for one that was not marked
	 */
	boolean take(Operation.Detach operation) {
		Long since = this.marked.remove(operation);
		return since != null && System.nanoTime() - since < FRESH;
	}

	/** Those that the run will not come to any more. */
	List<Operation.Detach> takeAll() {
		List<Operation.Detach> left = List.copyOf(this.marked.keySet());
		this.marked.clear();
		return left;
	}

}
