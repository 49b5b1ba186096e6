package io.partsmith.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Sends events of the outbox and takes them out of it, in transactions of Kafka under one
 * id. Whoever opens it fences off all others that opened it before, ends what they left
 * open, and takes out of the outbox what they had sent. So of every event one transaction
 * comes to its end, wherever one of them dies: a transaction is begun only when all that
 * were sent before are known to be out of the outbox. Not safe for concurrent use.
 */
final class OutboxTransactions implements AutoCloseable {

	private final Outbox outbox;

	private final EventClients clients;

	private final EventTopics topics;

	private final String id;

	private final SentEvents sent;

	private @Nullable Producer<String, String> producer;

	OutboxTransactions(Outbox outbox, EventClients clients, EventTopics topics, String id) {
		this.outbox = outbox;
		this.clients = clients;
		this.topics = topics;
		this.id = id;
		this.sent = new SentEvents(clients, id);
	}

	/**
	 * Sends the oldest events of a table.
	 * @throws KafkaException if the broker did not take them, or another one has fenced
	 * this one off; they are still in the outbox
	 */
	void send(String table) {
		boolean done = false;
		try {
			Producer<String, String> open = open();
			List<EventMessage> events = this.outbox.oldest(table, SentEvents.MOST);
			if (!events.isEmpty()) {
				send(open, events);
				this.outbox.delete(events.stream().map(EventMessage::id).toList());
			}
			done = true;
		}
		finally {
			if (!done) {
				// What has become of the transaction is found out by the next one.
				close();
			}
		}
	}

	private Producer<String, String> open() {
		Producer<String, String> open = this.producer;
		if (open == null) {
			open = this.clients.transactional(this.id);
			this.producer = open;
			open.initTransactions();
			this.outbox.delete(this.sent.read());
		}
		return open;
	}

	private void send(Producer<String, String> open, List<EventMessage> events) {
		open.beginTransaction();
		try {
			for (EventMessage event : events) {
				send(open, event);
			}
			open.flush();
			this.sent.write(open, this.topics.of(events.get(0).phase()), events);
		}
		catch (KafkaException ex) {
			abort(open, ex);
			throw ex;
		}
		open.commitTransaction();
	}

	/** Where it fails at once, the next one would only wait as long for the same. */
	private void send(Producer<String, String> open, EventMessage event) {
		Future<RecordMetadata> sending = open.send(event.on(this.topics.of(event.phase())));
		if (sending.isDone()) {
			try {
				sending.get();
			}
			catch (ExecutionException ex) {
				throw new KafkaException(String.valueOf(ex.getCause()), ex.getCause());
			}
			catch (InterruptedException ex) {
				throw new InterruptException(ex);
			}
		}
	}

	/** So that consumers of committed records need not wait until it times out. */
	private static void abort(Producer<String, String> open, KafkaException ex) {
		try {
			open.abortTransaction();
		}
		catch (KafkaException other) {
			ex.addSuppressed(other);
		}
	}

	@Override
	public void close() {
		Producer<String, String> open = this.producer;
		this.producer = null;
		if (open != null) {
			open.close(Duration.ZERO);
		}
	}

}
