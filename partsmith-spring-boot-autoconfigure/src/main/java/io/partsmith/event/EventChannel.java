package io.partsmith.event;

/** Where application events go. */
public interface EventChannel {

	/**
	 * Whether anybody listens.
	 * @param type the type of an event
	 * @return {@code false} if publishing one would change nothing
	 */
	boolean isHeard(Class<?> type);

	/**
	 * Publishes an event.
	 * @param event a {@link PartitionLifecycleEvent} or a {@link MaintenanceCompleted};
	 * what a listener throws on this thread is thrown on
	 */
	void publish(Object event);

}
