package io.partsmith.autoconfigure.scheduling;

import java.util.List;

import io.partsmith.autoconfigure.StartupCheck;
import io.partsmith.autoconfigure.PartsmithProperties;
import io.partsmith.maintenance.MaintenanceJournal;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.ManagedTables;
import io.partsmith.maintenance.PartitionMaintainer;
import io.partsmith.maintenance.RunReason;
import io.partsmith.maintenance.TableInspection;
import io.partsmith.plan.Runway;
import io.partsmith.plan.Scope;
import io.partsmith.plan.UnitState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * What happens once, before the application takes traffic: the configuration is held
 * against the catalog, and the partitions that inserts need are made. Only a table that
 * does not fit its configuration can refuse the start.
 */
final class StartupRun implements SmartLifecycle {

	/** Before the web server, message listeners and the like. */
	static final int PHASE = Integer.MIN_VALUE / 2;

	/** Seconds. */
	private static final int PATIENCE = 30;

	private static final Logger log = LoggerFactory.getLogger(StartupRun.class);

	private final StartupCheck check;

	private final PartitionMaintainer maintainer;

	private final ManagedTables tables;

	private final MaintenanceJournal journal;

	private final PartsmithProperties.Schedule schedule;

	private final String whyMissing;

	private volatile boolean running;

	StartupRun(StartupCheck check, PartitionMaintainer maintainer, ManagedTables tables, MaintenanceJournal journal,
			PartsmithProperties properties) {
		this.check = check;
		this.maintainer = maintainer;
		this.tables = tables;
		this.journal = journal;
		this.schedule = properties.schedule();
		this.whyMissing = whyMissing(properties);
	}

	@Override
	public void start() {
		// A database that does not answer is not waited for three times over.
		if (this.check.check()) {
			switch (this.schedule.onStartup()) {
				case CREATE -> run(Scope.CREATE);
				case FULL -> run(Scope.MAINTAIN);
				case NONE -> log.debug("partsmith.schedule.on-startup is none");
			}
			report();
		}
		this.running = true;
	}

	/** Where another replica is at work on a table, traffic waits for it a while. */
	private void run(Scope scope) {
		List<MaintenanceResult> results = this.maintainer.runMaintenanceSafe(scope);
		for (int waited = 0; waited < PATIENCE && anyLocked(results); waited++) {
			if (waited == 0) {
				log.info("Another replica is making partitions; waiting for it up to {} s before taking traffic",
						PATIENCE);
			}
			try {
				Thread.sleep(1000);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			results = this.maintainer.runMaintenanceSafe(scope);
		}
	}

	private static boolean anyLocked(List<MaintenanceResult> results) {
		return results.stream().anyMatch((result) -> result.reason() == RunReason.LOCK_HELD);
	}

	/** Tells what the check or the run saw last; there is no need to look once more. */
	private void report() {
		this.tables.all().forEach((table) -> this.journal.lastInspection(table.id()).ifPresent(this::report));
	}

	private void report(TableInspection inspection) {
		Runway runway = inspection.plan().runway();
		if (runway == null) {
			return;
		}
		String table = inspection.config().id() + " (" + inspection.config().table() + ")";
		if (!runway.covered()) {
			log.error("{}: {} has no partition for {}, {}. Plan: GET /actuator/partitions/{}/plan",
					runway.caught() ? "ROWS LAND IN DEFAULT OR A CATCH-ALL" : "INSERTS FAIL", table,
					(runway.current() != null) ? runway.current() : "a part of its rows", this.whyMissing,
					inspection.config().id());
			return;
		}
		log.info("{}: {} active, {} future, {} detached; inserts find a partition until {}", table,
				inspection.count(UnitState.ACTIVE), inspection.count(UnitState.FUTURE),
				inspection.count(UnitState.DETACHED), until(runway));
	}

	private static Object until(Runway runway) {
		if (runway.instant() != null) {
			return runway.instant();
		}
		return (runway.until() != null) ? runway.until() : "the end of the axis";
	}

	private static String whyMissing(PartsmithProperties properties) {
		if (properties.mode().allows(Scope.CREATE) == null) {
			return "and partsmith.mode is " + properties.mode();
		}
		return (properties.schedule().onStartup() == PartsmithProperties.OnStartup.NONE)
				? "and partsmith.schedule.on-startup is none" : "and it could not be made; the log above says why";
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
