package io.partsmith.sample;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.event.MaintenanceCompleted;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Tells what happened to partitions, in one line for operations that belong together.
 */
@Component
@Order(1)
class AnnounceHooks implements PartitionLifecycleHooks {

	private static final Logger log = LoggerFactory.getLogger(AnnounceHooks.class);

	private final List<PartitionEvent> untold = new ArrayList<>();

	@Override
	public synchronized void onEvent(PartitionEvent event) {
		if (!this.untold.isEmpty() && !Announcement.belongTogether(this.untold.get(0), event)) {
			tell();
		}
		if (!event.phase().mayAbort()) {
			this.untold.add(event);
		}
	}

	/** What is left when a run is over. */
	@EventListener(MaintenanceCompleted.class)
	synchronized void tell() {
		if (!this.untold.isEmpty()) {
			log.info("{}", new Announcement(this.untold));
			this.untold.clear();
		}
	}

}
