package io.partsmith.autoconfigure.scheduling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.partsmith.plan.Lane;
import io.partsmith.plan.Scope;
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
	public LockAttempt tryLock(TablePartitionConfig config, Scope scope) {
		List<SimpleLock> held = new ArrayList<>();
		for (Lane lane : scope.lanes()) {
			LockConfiguration wanted = new LockConfiguration(ClockProvider.now(), name(lane, config), this.lease,
					Duration.ZERO);
			Optional<SimpleLock> lock = this.provider.lock(wanted);
			if (lock.isEmpty()) {
				held.forEach(SimpleLock::unlock);
				return new LockAttempt.HeldBy("another run; the ShedLock entry '" + wanted.getName() + "' names it");
			}
			held.add(lock.get());
		}
		return new LockAttempt.Acquired(new Lease(held, this.lease));
	}

	/** ShedLock's own table keeps names of up to 64 characters. */
	private static String name(Lane lane, TablePartitionConfig config) {
		String name = "partsmith " + lane + " " + config.table();
		return (name.length() <= 64) ? name : name.substring(0, 55) + "#" + Integer.toHexString(name.hashCode());
	}

	/** Locks that are extended as long as the run goes on. */
	private static final class Lease implements TableLock {

		private final Duration length;

		private List<SimpleLock> locks;

		private boolean held = true;

		Lease(List<SimpleLock> locks, Duration length) {
			this.locks = locks;
			this.length = length;
		}

		@Override
		public boolean isHeld() {
			if (this.held) {
				List<SimpleLock> extended = this.locks.stream()
					.flatMap((lock) -> lock.extend(this.length, Duration.ZERO).stream())
					.toList();
				this.held = extended.size() == this.locks.size();
				this.locks = extended;
			}
			return this.held;
		}

		@Override
		public void close() {
			try {
				this.locks.forEach(SimpleLock::unlock);
			}
			catch (RuntimeException ex) {
				log.warn("A table's ShedLock lock could not be given back; it ends with its lease", ex);
			}
		}

	}

}
