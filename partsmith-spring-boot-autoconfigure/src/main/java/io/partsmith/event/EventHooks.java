package io.partsmith.event;

import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;

/**
 * Makes application events of phases. It takes part in a phase only while somebody
 * listens to it.
 */
public final class EventHooks implements PartitionLifecycleHooks {

	private final EventChannel channel;

	/**
	 * Hooks.
	 * @param channel where the events go
	 */
	public EventHooks(EventChannel channel) {
		this.channel = channel;
	}

	@Override
	public boolean takesPartIn(HookPhase phase) {
		return this.channel.isHeard(PartitionLifecycleEvent.type(phase));
	}

	@Override
	public void onEvent(PartitionEvent event) {
		this.channel.publish(PartitionLifecycleEvent.of(event));
	}

}
