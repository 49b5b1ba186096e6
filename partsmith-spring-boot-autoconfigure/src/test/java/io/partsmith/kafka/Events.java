package io.partsmith.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import io.partsmith.event.EventDocument;
import io.partsmith.hook.HookPhase;
import io.partsmith.testing.KafkaBroker;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The events of one node, wired as the auto-configuration wires them. */
final class Events implements AutoCloseable {

	/** Long enough for a busy machine, and waited for only where nobody answers. */
	static final Duration TIMEOUT = Duration.ofSeconds(10);

	static final Set<HookPhase> AFTERWARDS = EnumSet.of(HookPhase.AFTER_CREATE, HookPhase.AFTER_ATTACH,
			HookPhase.AFTER_DETACH, HookPhase.AFTER_DROP);

	final EventTopics topics;

	final EventClients clients;

	final Outbox outbox;

	final OutboxRelay relay;

	final KafkaHooks hooks;

	/**
	 * A node.
	 * @param broker the broker
	 * @param dataSource where the outbox is
	 * @param topics where events go; their prefix tells relays of one test from others
	 * @param timeout how long one call waits for the broker
	 * @param initialize whether the outbox may be made
	 */
	Events(KafkaBroker broker, DataSource dataSource, EventTopics topics, Duration timeout, boolean initialize) {
		this.topics = topics;
		this.clients = new EventClients(broker.configuration(), timeout);
		this.outbox = new Outbox(dataSource, "public", initialize);
		this.relay = new OutboxRelay(this.outbox, this.clients, topics, () -> id(topics));
		this.hooks = new KafkaHooks(topics, EnumSet.of(HookPhase.BEFORE_DETACH, HookPhase.BEFORE_DROP),
				(event) -> event.phase() + " " + event.partition().name(), this.clients, this.outbox, this.relay,
				Clock.systemUTC());
	}

	Events(KafkaBroker broker, DataSource dataSource, EventTopics topics) {
		this(broker, dataSource, topics, TIMEOUT, true);
	}

	static String id(EventTopics topics) {
		return "outbox-" + topics.prefix();
	}

	/** One topic for all phases, so that a consumer sees their order. */
	static EventTopics inOneTopic(Set<HookPhase> phases) {
		return new EventTopics(KafkaBroker.prefix(), "events", phases);
	}

	static EventMessage message(String table, HookPhase phase, String payload) {
		return new EventMessage(UUID.randomUUID(), table, phase, "run", EventDocument.SCHEMA_VERSION, payload);
	}

	/** Events of tables a to the last letter wanted, interleaved, numbered from 1. */
	static List<EventMessage> ofTables(int tables, int each) {
		List<EventMessage> events = new ArrayList<>();
		for (int number = 1; number <= each; number++) {
			for (char table = 'a'; table < 'a' + tables; table++) {
				events.add(message("public." + table, HookPhase.AFTER_CREATE, table + " " + number));
			}
		}
		return events;
	}

	static List<String> values(List<ConsumerRecord<String, String>> records) {
		return records.stream().map(ConsumerRecord::value).toList();
	}

	static String header(ConsumerRecord<String, String> sent, String name) {
		return new String(sent.headers().lastHeader("partsmith-" + name).value(), StandardCharsets.UTF_8);
	}

	static String phase(HookPhase phase) {
		return phase.name().toLowerCase(Locale.ROOT);
	}

	@Override
	public void close() {
		this.hooks.close();
		this.relay.close();
	}

}
