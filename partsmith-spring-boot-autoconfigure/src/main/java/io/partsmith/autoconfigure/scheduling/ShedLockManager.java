package io.partsmith.autoconfigure.scheduling;

import java.time.Duration;
import java.util.Optional;

import io.partsmith.postgres.LockAttempt;
import io.partsmith.postgres.LockManager;
import io.partsmith.postgres.TableLock;
import io.partsmith.table.TablePartitionConfig;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Table locks in any store that ShedLock knows, for applications whose replicas do not
 * share one PostgreSQL session, or that want their locks in one place. Declare it as a
 * bean; it then takes the place of PostgreSQL's own locks.
 */
public final class ShedLockManager implements LockManager {

	private static final Logger log = LoggerFactory.getLogger(ShedLockManager.class);

	private final LockProvider provider;

	private final Duration lease;

	/**
	 * Locks in a store.
	 * @param provider the store
	 * @param lease how long a lock outlives a process that died; it must be longer than
	 * any single operation with its hooks, before each of which it is extended
	 */
	public ShedLockManager(LockProvider provider, Duration lease) {
		this.provider = provider;
		this.lease = lease;
	}

	@Override
	public LockAttempt tryLock(TablePartitionConfig config) {
		LockConfiguration lock = new LockConfiguration(ClockProvider.now(), name(config), this.lease, Duration.ZERO);
		return this.provider.lock(lock)
			.<LockAttempt>map((held) -> new LockAttempt.Acquired(new Lease(held, this.lease)))
			.orElseGet(
					() -> new LockAttempt.HeldBy("another run; the ShedLock entry '" + lock.getName() + "' names it"));
	}

	/** ShedLock's own table keeps names of up to 64 characters. */
	private static String name(TablePartitionConfig config) {
		String name = "partsmith " + config.table();
		return (name.length() <= 64) ? name : name.substring(0, 55) + "#" + Integer.toHexString(name.hashCode());
	}

	/** A lock that is extended as long as the run goes on. */
	private static final class Lease implements TableLock {

		private final Duration length;

		private SimpleLock lock;

		private boolean held = true;

		Lease(SimpleLock lock, Duration length) {
			this.lock = lock;
			this.length = length;
		}

		@Override
		public boolean isHeld() {
			if (this.held) {
				Optional<SimpleLock> extended = this.lock.extend(this.length, Duration.ZERO);
				extended.ifPresent((next) -> this.lock = next);
				this.held = extended.isPresent();
			}
			return this.held;
		}

		@Override
		public void close() {
			try {
				if (this.held) {
					this.lock.unlock();
				}
			}
			catch (RuntimeException ex) {
				log.warn("A table's ShedLock lock could not be given back; it ends with its lease", ex);
			}
		}

	}

}
