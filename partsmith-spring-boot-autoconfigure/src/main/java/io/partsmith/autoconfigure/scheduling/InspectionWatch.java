package io.partsmith.autoconfigure.scheduling;

import java.util.List;

import io.partsmith.maintenance.PartitionLifecycleService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the tables at short intervals, so that health and metrics tell the truth
 * without asking the database, also where maintenance is off or another replica does it.
 */
final class InspectionWatch {

	private static final Logger log = LoggerFactory.getLogger(InspectionWatch.class);

	private final PartitionLifecycleService service;

	private final List<AfterLook> after;

	private volatile boolean failing;

	InspectionWatch(PartitionLifecycleService service, List<AfterLook> after) {
		this.service = service;
		this.after = List.copyOf(after);
	}

	/** Looks once; a failure is said once, until a look succeeds again. */
	void look() {
		inspect();
		this.after.forEach(AfterLook::looked);
	}

	private void inspect() {
		try {
			this.service.inspect();
			if (this.failing) {
				log.info("The partitions can be read again");
			}
			this.failing = false;
		}
		catch (RuntimeException ex) {
			if (!this.failing) {
				log.warn("The partitions cannot be read; health and metrics show what was seen last", ex);
			}
			this.failing = true;
		}
	}

}
