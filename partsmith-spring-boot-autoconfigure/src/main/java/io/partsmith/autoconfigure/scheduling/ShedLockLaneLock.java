package io.partsmith.autoconfigure.scheduling;

import java.time.Duration;
import java.util.function.Supplier;

import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.DefaultLockingTaskExecutor;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.LockingTaskExecutor.TaskResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane's lock in ShedLock. Where its store has no table or does not answer, the lane
 * runs without it: a partition that is missing because a lock could not be had would be
 * the greater harm.
 */
final class ShedLockLaneLock implements LaneLock {

	private static final Logger log = LoggerFactory.getLogger(ShedLockLaneLock.class);

	private final Supplier<@Nullable LockProvider> providers;

	private final Supplier<String> prefix;

	/**
	 * A lane lock.
	 * @param providers gives the provider, or {@code null} as long as its store is not
	 * ready
	 * @param prefix what lock names begin with; asked for in each run, because it may
	 * need the database
	 */
	ShedLockLaneLock(Supplier<@Nullable LockProvider> providers, Supplier<String> prefix) {
		this.providers = providers;
		this.prefix = prefix;
	}

	@Override
	public void run(String lane, Duration atMostFor, Duration atLeastFor, Runnable work) {
		boolean[] begun = new boolean[1];
		try {
			LockProvider provider = this.providers.get();
			if (provider != null) {
				runLocked(provider, this.prefix.get() + lane, atMostFor, atLeastFor, () -> {
					begun[0] = true;
					work.run();
				});
				return;
			}
		}
		catch (Throwable ex) {
			log.warn("ShedLock failed {} the {} lane: {}", begun[0] ? "after" : "before", lane, ex.toString());
		}
		if (!begun[0]) {
			work.run();
		}
	}

	private static void runLocked(LockProvider provider, String name, Duration atMostFor, Duration atLeastFor,
			Runnable work) throws Throwable {
		LockConfiguration lock = new LockConfiguration(ClockProvider.now(), name, atMostFor, atLeastFor);
		TaskResult<Boolean> result = new DefaultLockingTaskExecutor(provider).executeWithLock(() -> {
			work.run();
			return true;
		}, lock);
		if (!result.wasExecuted()) {
			log.debug("Another replica runs {}", name);
		}
	}

}
