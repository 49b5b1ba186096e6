package io.partsmith.kafka;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.common.errors.InterruptException;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;

/** Sends an event and waits until the broker has acknowledged it. */
final class EventPublisher implements AutoCloseable {

	private final EventClients clients;

	private final EventTopics topics;

	private final KafkaTemplate<String, String> template;

	EventPublisher(EventClients clients, EventTopics topics) {
		this.clients = clients;
		this.topics = topics;
		this.template = clients.template();
		// Whoever waits for it says what went wrong.
		this.template.setProducerListener(new ProducerListener<>() {
		});
	}

	/**
	 * Sends an event.
	 * @throws EventSendException if it was not acknowledged in time. It may have arrived
	 * all the same
	 */
	void publish(EventMessage message) {
		String topic = this.topics.of(message.phase());
		try {
			this.template.send(message.on(topic)).get(this.clients.timeout().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw refused(topic, message, (ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (TimeoutException | org.apache.kafka.common.KafkaException | KafkaException ex) {
			if (ex instanceof InterruptException) {
				Thread.currentThread().interrupt();
			}
			throw refused(topic, message, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw refused(topic, message, ex);
		}
	}

	private EventSendException refused(String topic, EventMessage message, Throwable ex) {
		Throwable cause = (ex instanceof KafkaException && ex.getCause() != null) ? ex.getCause() : ex;
		return new EventSendException("Kafka did not acknowledge an event of " + message.table() + " on topic " + topic
				+ " within " + this.clients.timeout() + " (partsmith.kafka.timeout): " + cause
				+ ". See that the broker of spring.kafka answers and that the topic can be written; or leave "
				+ message.phaseName().replace('_', '-') + " out of partsmith.kafka.required-phases", cause);
	}

	@Override
	public void close() {
		this.template.destroy();
		this.template.getProducerFactory().reset();
	}

}
