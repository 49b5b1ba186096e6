package io.partsmith.mpp.citus;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code pg_dist_node} in line with the cluster, one change at a time. A failover
 * is told in three parts: before the old primary ends, and before the new one begins, a
 * transaction is left open in which the row of the primary changes, and behind whose
 * locks writers of the group wait in place of failing; after the promotion it is
 * committed. If that never comes, it is undone, or mended by the next periodic look.
 * <p>
 * Tasks may be added by any thread; rounds are done by one.
 */
final class MetadataSynchronizer {

	private static final Logger log = LoggerFactory.getLogger(MetadataSynchronizer.class);

	/** Behind which the server itself undoes a transaction that we forgot. */
	private static final Duration GRACE = Duration.ofMinutes(1);

	private final NodeWriter writer;

	private final Clock clock;

	private final Map<Integer, GroupNodes> rows = new HashMap<>();

	/** One for each group, the oldest first. */
	private final Map<Integer, NodeTask> queue = new LinkedHashMap<>();

	private boolean stale = true;

	private @Nullable Pause pause;

	MetadataSynchronizer(NodeWriter writer, Clock clock) {
		this.writer = writer;
		this.clock = clock;
	}

	/**
	 * Takes a task, unless it is done already, or what an event asked for would be undone
	 * by a periodic look that knows less.
	 * @return whether it was taken
	 */
	synchronized boolean add(NodeTask task) {
		@Nullable NodeTask queued = this.queue.get(task.group());
		boolean overruled = task.isPeriodic() && (queued != null && !queued.isPeriodic() || isPaused(task.group()));
		if (overruled || queued != null && queued.repeats(task) || isDone(task)) {
			return false;
		}
		if (queued != null) {
			queued.processed().countDown();
		}
		this.queue.put(task.group(), task);
		return true;
	}

	private boolean isPaused(int group) {
		return this.pause != null && this.pause.group() == group && !isOverdue(this.pause);
	}

	private boolean isOverdue(Pause open) {
		return !this.clock.instant().isBefore(open.deadline());
	}

	private boolean isDone(NodeTask task) {
		return this.pause == null && !this.stale && rowsOf(task.group()).fulfils(task.wish());
	}

	private GroupNodes rowsOf(int group) {
		return this.rows.getOrDefault(group, new GroupNodes(group, List.of()));
	}

	/** The rows may have changed, and are read again before the next task. */
	synchronized void forgetRows() {
		this.stale = true;
	}

	/** Whoever waits for a task waits no longer. */
	synchronized void forgetTasks() {
		this.queue.values().forEach((task) -> task.processed().countDown());
		this.queue.clear();
	}

	/** Begins anew; what is left open is undone. Called where rounds are. */
	void reset() {
		forgetTasks();
		forgetRows();
		paused(null);
		this.writer.rollback();
	}

	/** When a round is due although nobody adds a task: where others wait for a pause. */
	synchronized Optional<Instant> due() {
		return (this.pause != null && !this.queue.isEmpty()) ? Optional.of(this.pause.deadline()) : Optional.empty();
	}

	/**
	 * Does the next task, if there is one that may be done.
	 * @return whether another round may find something
	 */
	boolean round() {
		undoOverduePause();
		@Nullable NodeTask task = pick();
		if (task == null) {
			return false;
		}
		try {
			carryOut(task);
		}
		catch (RuntimeException ex) {
			log.warn("pg_dist_node could not be brought in line for group {}; the next look tries again", task.group(),
					ex);
			this.writer.rollback();
			paused(null);
			forgetRows();
		}
		finally {
			removed(task);
		}
		return true;
	}

	/**
	 * What an event of the same group would end is not undone, nor what nobody waits for.
	 */
	private void undoOverduePause() {
		@Nullable Pause open = overdue();
		if (open != null) {
			log.warn("No promotion followed in group {} in time: its pause is undone", open.group());
			this.writer.rollback();
			paused(null);
		}
	}

	private synchronized @Nullable Pause overdue() {
		@Nullable Pause open = this.pause;
		boolean unended = open != null && isOverdue(open) && !this.queue.containsKey(open.group());
		return (unended && !this.queue.isEmpty()) ? open : null;
	}

	/** A transaction is ended before another one; the coordinator goes first. */
	private synchronized @Nullable NodeTask pick() {
		if (this.pause != null) {
			return this.queue.get(this.pause.group());
		}
		return Optional.ofNullable(this.queue.get(CitusMpp.COORDINATOR))
			.or(() -> this.queue.values().stream().findFirst())
			.orElse(null);
	}

	private synchronized void removed(NodeTask task) {
		this.queue.remove(task.group(), task);
		task.processed().countDown();
	}

	private synchronized void paused(@Nullable Pause next) {
		this.pause = next;
	}

	private void carryOut(NodeTask task) {
		@Nullable Pause open = open();
		if (open == null) {
			load();
			if (isDone(task)) {
				return;
			}
		}
		GroupNodes before = (open != null) ? open.nodes() : rowsOf(task.group());
		Transition way = Transition.between(before, task.wish());
		boolean together = task.pauses() || way.steps().size() > 1;
		Instant deadline = this.clock.instant().plus((task.timeout() != null) ? task.timeout() : Duration.ZERO);
		if (open == null && together) {
			this.writer.begin(((task.timeout() != null) ? task.timeout() : Duration.ZERO).plus(GRACE));
		}
		boolean touched = open != null && open.touched();
		GroupNodes after = apply(way, task, touched);
		if (task.pauses()) {
			paused(new Pause(task.group(), after, touched || way.touchesPrimary(), deadline));
			return;
		}
		if (open != null || together) {
			this.writer.commit();
		}
		done(after);
	}

	private synchronized @Nullable Pause open() {
		return this.pause;
	}

	private void load() {
		if (isStale()) {
			Map<Integer, GroupNodes> found = this.writer.load();
			loaded(found);
		}
	}

	private synchronized boolean isStale() {
		return this.stale;
	}

	private synchronized void loaded(Map<Integer, GroupNodes> found) {
		this.rows.clear();
		this.rows.putAll(found);
		this.stale = false;
	}

	private synchronized void done(GroupNodes after) {
		this.rows.put(after.group(), after);
		this.pause = null;
	}

	/**
	 * A transaction in which the primary's row has changed can neither add nor remove
	 * one: that is left to the next look.
	 */
	private GroupNodes apply(Transition way, NodeTask task, boolean touched) {
		List<CitusNode> nodes = new ArrayList<>(way.kept());
		for (NodeStep step : way.steps()) {
			if (touched && !(step instanceof NodeStep.Update)) {
				if (step instanceof NodeStep.Remove) {
					nodes.add(step.node());
				}
				continue;
			}
			@Nullable Integer id = this.writer.apply(task.group(), step, task.cooldown());
			nodes.removeIf((node) -> node.id() != null && node.id().equals(step.node().id()));
			if (id != null) {
				nodes.add(step.node().in(id));
			}
		}
		return new GroupNodes(task.group(), nodes);
	}

	/**
	 * A transaction that is left open.
	 *
	 * @param group the group whose writers wait
	 * @param nodes the rows as the transaction sees them
	 * @param touched whether the row of the primary has changed in it
	 * @param deadline when it may be undone
	 */
	private record Pause(int group, GroupNodes nodes, boolean touched, Instant deadline) {
	}

}
