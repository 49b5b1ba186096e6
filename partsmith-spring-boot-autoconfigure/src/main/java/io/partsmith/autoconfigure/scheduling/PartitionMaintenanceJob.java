package io.partsmith.autoconfigure.scheduling;

import io.partsmith.autoconfigure.PartsmithProperties;
import io.partsmith.maintenance.PartitionMaintainer;
import io.partsmith.plan.Scope;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * The two lanes. It is no bean, so that an application with {@code @EnableScheduling} of
 * its own does not fire it a second time; {@link MaintenanceScheduler} runs it.
 */
class PartitionMaintenanceJob {

	private final PartitionMaintainer maintainer;

	private final LaneLock lock;

	private final PartsmithProperties.Schedule schedule;

	PartitionMaintenanceJob(PartitionMaintainer maintainer, LaneLock lock, PartsmithProperties.Schedule schedule) {
		this.maintainer = maintainer;
		this.lock = lock;
		this.schedule = schedule;
	}

	/** The create lane: what an insert may need. */
	@Scheduled(cron = "${partsmith.schedule.create.cron}", zone = "${partsmith.schedule.zone}")
	void createPartitions() {
		run(Scope.CREATE, this.schedule.create());
	}

	/** The retire lane: what ends a partition's life. */
	@Scheduled(cron = "${partsmith.schedule.retire.cron}", zone = "${partsmith.schedule.zone}")
	void retirePartitions() {
		run(Scope.RETIRE, this.schedule.retire());
	}

	private void run(Scope scope, PartsmithProperties.Lane lane) {
		this.lock.run(scope.toString(), lane.lockAtMostFor().toDuration(), lane.lockAtLeastFor().toDuration(),
				() -> this.maintainer.runMaintenanceSafe(scope));
	}

}
