package io.partsmith.event;

/**
 * Writes events down for whoever is outside of the application: for Kafka, and for
 * commands. Declare one as a bean to send another document; the headers of Kafka and the
 * environment of commands stay as they are. Called by several threads at a time.
 */
@FunctionalInterface
public interface EventFormat {

	/**
	 * The text of an event: what the value of a record in Kafka is, what the outbox
	 * keeps, and what a command finds on its standard input.
	 * @param event the event
	 * @return its text
	 */
	String write(EventDocument event);

}
