package io.partsmith.event;

import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.RunListener;

/** Makes an application event of the end of each run. */
public final class EventRuns implements RunListener {

	private final EventChannel channel;

	/**
	 * A listener.
	 * @param channel where the events go
	 */
	public EventRuns(EventChannel channel) {
		this.channel = channel;
	}

	@Override
	public void ended(MaintenanceResult result) {
		if (this.channel.isHeard(MaintenanceCompleted.class)) {
			this.channel.publish(new MaintenanceCompleted(result));
		}
	}

}
