package io.partsmith.kafka;

import java.time.Clock;
import java.util.Set;

import io.partsmith.event.EventFormat;
import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Tells every phase to Kafka. Before a detach and a drop the broker acknowledges the
 * event, or the operation is aborted; which phases these are can be chosen. The event of
 * any other phase is put into the outbox and sent from there; if that does not succeed at
 * once, it stays there and is sent later, and the operation goes on. A run that has
 * waited for the broker in vain does not wait again.
 */
public final class KafkaHooks implements PartitionLifecycleHooks, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(KafkaHooks.class);

	private final EventTopics topics;

	private final Set<HookPhase> required;

	private final EventFormat format;

	private final EventPublisher publisher;

	private final Outbox outbox;

	private final OutboxRelay relay;

	private final Clock clock;

	private final BrokerSilence silence = new BrokerSilence();

	/**
	 * Hooks.
	 * @param topics where events go
	 * @param required the phases before operations that are aborted unless the broker
	 * acknowledges the event
	 * @param format how they are written
	 * @param clients how to get to the broker
	 * @param outbox where events wait that happened
	 * @param relay sends them
	 * @param clock tells when they happened
	 */
	public KafkaHooks(EventTopics topics, Set<HookPhase> required, EventFormat format, EventClients clients,
			Outbox outbox, OutboxRelay relay, Clock clock) {
		this.topics = topics;
		this.required = Set.copyOf(required);
		this.format = format;
		this.publisher = new EventPublisher(clients, topics);
		this.outbox = outbox;
		this.relay = relay;
		this.clock = clock;
	}

	@Override
	public boolean takesPartIn(HookPhase phase) {
		return this.topics.phases().contains(phase);
	}

	/**
	 * Tells a phase.
	 * @param event the whole truth about it
	 * @throws EventSendException if Kafka did not acknowledge an event that it has to, or
	 * if an event after an operation is sent later
	 */
	@Override
	public void onEvent(PartitionEvent event) {
		if (!takesPartIn(event.phase())) {
			return;
		}
		EventMessage message = EventMessage.of(event, this.clock.instant(), this.format);
		if (this.required.contains(event.phase())) {
			require(message);
			return;
		}
		try {
			sendOrKeep(message);
		}
		catch (EventSendException ex) {
			if (!event.phase().mayAbort()) {
				throw ex;
			}
			log.warn("{} of {} goes on all the same", event.operation().kind(), event.partition().qualifiedName(), ex);
		}
	}

	/** As far as that is possible, a table's events come in the order they happened. */
	private void require(EventMessage message) {
		refuseWhereSilent(message);
		try {
			if (this.outbox.isReady() && this.outbox.holdsAnyOf(message.table())) {
				relayAll(message.runId());
			}
		}
		catch (DataAccessException | TransactionException ex) {
			log.debug("The outbox did not answer", ex);
		}
		refuseWhereSilent(message);
		publish(message);
	}

	private void refuseWhereSilent(EventMessage message) {
		if (this.silence.isKnownTo(message.runId())) {
			throw new EventSendException(
					"Kafka did not answer earlier in this run, so it was not asked about " + message.phaseName()
							+ " of " + message.table() + ". See that the broker of spring.kafka answers; or leave "
							+ message.phaseName().replace('_', '-') + " out of partsmith.kafka.required-phases");
		}
	}

	private void publish(EventMessage message) {
		try {
			this.publisher.publish(message);
			this.silence.broken();
		}
		catch (EventSendException ex) {
			if (ex.isSilence()) {
				this.silence.heard(message.runId());
			}
			throw ex;
		}
	}

	private void relayAll(String runId) {
		this.relay.relay();
		if (this.relay.status().silent()) {
			this.silence.heard(runId);
		}
		else {
			this.silence.broken();
		}
	}

	private void sendOrKeep(EventMessage message) {
		if (keep(message)) {
			relay(message);
		}
		else {
			publishOrLose(message);
		}
	}

	/**
	 * Whoever interrupts is heeded when it is kept: what has happened is not forgotten.
	 */
	private boolean keep(EventMessage message) {
		boolean interrupted = Thread.interrupted();
		try {
			for (int failures = 0;;) {
				try {
					boolean ready = this.outbox.isReady();
					if (ready) {
						this.outbox.add(message);
					}
					return ready;
				}
				catch (DataAccessException | TransactionException ex) {
					// Once more: whether it is there is not known where the connection
					// broke.
					if (Thread.interrupted()) {
						interrupted = true;
					}
					else if (++failures > 1) {
						log.warn("An event could not be put into {}; it is sent without", this.outbox.name(), ex);
						return false;
					}
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void relay(EventMessage message) {
		boolean waits = true;
		try {
			if (!this.silence.isLikelyFor(message.runId())) {
				relayAll(message.runId());
				waits = this.outbox.holds(message.id());
			}
			else {
				this.relay.count();
			}
		}
		catch (DataAccessException | TransactionException ex) {
			log.debug("The outbox did not answer", ex);
		}
		if (waits) {
			String failure = this.relay.status().failure();
			throw new EventSendException("The event " + message.id() + " of " + message.table() + " waits in "
					+ this.outbox.name() + " and is sent later, nothing needs to be done by hand: "
					+ ((failure != null) ? failure : "Kafka did not answer a moment ago"));
		}
	}

	private void publishOrLose(EventMessage message) {
		try {
			refuseWhereSilent(message);
			publish(message);
		}
		catch (EventSendException ex) {
			throw new EventSendException("This event was not sent and is not kept, for it could not be put into "
					+ this.outbox.name() + ": " + message.payload() + ". " + ex.getMessage(), ex);
		}
	}

	/** Ends the connections to the broker. */
	@Override
	public void close() {
		this.publisher.close();
	}

}
