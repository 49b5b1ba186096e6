package io.partsmith.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process with all that it has started. */
final class ProcessTree {

	private static final long STEP_MILLIS = 20;

	private final Process root;

	private final Duration killAfter;

	ProcessTree(Process root, Duration killAfter) {
		this.root = root;
		this.killAfter = killAfter;
	}

	/**
	 * Waits for the end of the process itself.
	 * @return {@code false} if it did not come in time, or somebody interrupts; then the
	 * thread is still interrupted
	 */
	boolean endsIn(Duration time) {
		try {
			return this.root.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Asks all of them to end, and kills those that do not. Who belongs to it is asked
	 * before: the children of a process that has ended are nobody's.
	 */
	void end() {
		boolean interrupted = Thread.interrupted();
		List<ProcessHandle> all = handles();
		all.forEach(ProcessHandle::destroy);
		interrupted |= waitFor(all);
		Stream.concat(all.stream(), handles().stream())
			.filter(ProcessHandle::isAlive)
			.forEach(ProcessHandle::destroyForcibly);
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private List<ProcessHandle> handles() {
		return Stream.concat(Stream.of(this.root.toHandle()), this.root.descendants()).toList();
	}

	/** Answers whether somebody interrupted, which ends the waiting. */
	private boolean waitFor(List<ProcessHandle> all) {
		long end = System.nanoTime() + this.killAfter.toNanos();
		try {
			while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
				Thread.sleep(STEP_MILLIS);
			}
			return false;
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

}
