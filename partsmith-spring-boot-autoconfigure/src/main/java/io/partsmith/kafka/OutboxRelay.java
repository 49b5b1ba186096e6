package io.partsmith.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits in the outbox, each table's events in their order, each event once.
 * One relay is at work at a time, over all nodes. No connection to the database is held
 * while it waits for the broker. Safe for concurrent use.
 */
public final class OutboxRelay implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

	private static final long PAUSE_MILLIS = 20;

	private final String holder = UUID.randomUUID().toString();

	private final ReentrantLock atWork = new ReentrantLock(true);

	private final Outbox outbox;

	private final EventClients clients;

	private final EventTopics topics;

	private final Supplier<String> id;

	private @Nullable OutboxTransactions transactions;

	private volatile OutboxStatus status = OutboxStatus.EMPTY;

	/**
	 * A relay.
	 * @param outbox what it empties
	 * @param clients how it gets to the broker
	 * @param topics where events go
	 * @param id gives what relays of one outbox, and only they, have in common; it may
	 * ask the database
	 */
	public OutboxRelay(Outbox outbox, EventClients clients, EventTopics topics, Supplier<String> id) {
		this.outbox = outbox;
		this.clients = clients;
		this.topics = topics;
		this.id = id;
	}

	/**
	 * What was last seen of the outbox.
	 * @return the state after the last attempt
	 */
	public OutboxStatus status() {
		return this.status;
	}

	/**
	 * Sends what can be sent, for about as long as one call may wait for the broker. What
	 * Kafka does not take stays in the outbox; why is in the {@link #status()} and, once
	 * until something else happens, in the log.
	 * @throws RuntimeException if the database did not answer
	 */
	public void relay() {
		long end = System.nanoTime() + this.clients.timeout().toNanos();
		try {
			if (this.outbox.isReady() && this.atWork.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
				try {
					tell(relay(end));
				}
				finally {
					this.atWork.unlock();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Counts what waits, and asks the broker nothing. */
	void count() {
		OutboxStatus before = this.status;
		Outbox.Waiting waiting = this.outbox.waiting();
		this.status = new OutboxStatus(waiting.events(), waiting.oldest(), before.failure(), before.silent());
	}

	/** Why something could not be sent, or {@code null}. */
	private @Nullable Failure relay(long end) throws InterruptedException {
		Set<String> stuck = new HashSet<>();
		Failure failure = null;
		String table;
		while ((table = next(stuck)) != null) {
			if (this.outbox.lease(this.holder, this.clients.timeout().multipliedBy(4))) {
				try {
					transactions().send(table);
				}
				catch (ProducerFencedException | InvalidProducerEpochException ex) {
					log.debug("Another node relays the outbox", ex);
				}
				catch (InterruptException ex) {
					Thread.interrupted();
					throw new InterruptedException();
				}
				catch (KafkaException ex) {
					// A broker that does not answer is not asked again for each table.
					failure = new Failure("Events of " + table + " could not be sent: " + ex,
							ex instanceof TimeoutException);
					stuck.add(table);
					if (failure.silent()) {
						break;
					}
				}
			}
			else {
				Thread.sleep(PAUSE_MILLIS);
			}
			if (System.nanoTime() - end > 0) {
				break;
			}
		}
		if (failure != null) {
			this.outbox.release(this.holder);
		}
		return failure;
	}

	private @Nullable String next(Set<String> stuck) {
		List<String> tables = this.outbox.tables();
		return tables.stream().filter((table) -> !stuck.contains(table)).findFirst().orElse(null);
	}

	private OutboxTransactions transactions() {
		OutboxTransactions open = this.transactions;
		if (open == null) {
			open = new OutboxTransactions(this.outbox, this.clients, this.topics, this.id.get());
			this.transactions = open;
		}
		return open;
	}

	private void tell(@Nullable Failure failure) {
		OutboxStatus before = this.status;
		Outbox.Waiting waiting = this.outbox.waiting();
		this.status = new OutboxStatus(waiting.events(), waiting.oldest(), (failure != null) ? failure.message() : null,
				failure != null && failure.silent());
		if (failure != null && before.failure() == null) {
			log.warn("{} event(s) wait in {} and are sent later. {}", waiting.events(), this.outbox.name(),
					failure.message());
		}
		else if (failure == null && before.failure() != null) {
			log.info("Events can be sent again; {} wait in {}", waiting.events(), this.outbox.name());
		}
	}

	/**
	 * Why something could not be sent.
	 *
	 * @param message for people
	 * @param silent whether the broker did not answer
	 */
	private record Failure(String message, boolean silent) {
	}

	/** Ends what is open at the broker; what waits is sent by another node, or later. */
	@Override
	public void close() {
		this.atWork.lock();
		try {
			if (this.transactions != null) {
				this.transactions.close();
				this.transactions = null;
			}
		}
		finally {
			this.atWork.unlock();
		}
	}

}
