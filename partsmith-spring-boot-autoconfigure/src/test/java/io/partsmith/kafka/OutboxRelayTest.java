package io.partsmith.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.partsmith.hook.HookPhase;
import io.partsmith.testing.KafkaBroker;
import io.partsmith.testing.KafkaTest;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Each event is sent once, in the order of its table, whoever dies in between. */
@PostgresTest
@KafkaTest
class OutboxRelayTest {

	private static final EnumSet<HookPhase> ALL = EnumSet.allOf(HookPhase.class);

	private static void put(Events events, List<EventMessage> messages) {
		assertThat(events.outbox.isReady()).isTrue();
		messages.forEach(events.outbox::add);
	}

	@Test
	void manyEventsComeInTheOrderOfTheirTable(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = Events.inOneTopic(ALL);
		try (Events events = new Events(broker, db.dataSource(), topics)) {
			put(events, Events.ofTables(2, SentEvents.MOST + 7));
			drain(events);
			List<String> values = Events.values(broker.committed(topics.prefix()));
			assertThat(values).hasSize(2 * (SentEvents.MOST + 7));
			assertInOrder(values, 2, SentEvents.MOST + 7);
		}
	}

	/** One attempt ends in time; what is left is left to the next one. */
	private static void drain(Events events) {
		while (events.outbox.waiting().events() > 0) {
			events.relay.relay();
		}
	}

	private static void assertInOrder(List<String> values, int tables, int each) {
		for (char table = 'a'; table < 'a' + tables; table++) {
			String prefix = table + " ";
			assertThat(values.stream().filter((value) -> value.startsWith(prefix)).toList()).containsExactlyElementsOf(
					IntStream.rangeClosed(1, each).mapToObj((number) -> prefix + number).toList());
		}
	}

	@Test
	void whoDiesBetweenSendingAndDeletingHasSent(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = Events.inOneTopic(ALL);
		FailingDeletes failing = new FailingDeletes(db.dataSource());
		try (Events first = new Events(broker, failing, topics)) {
			put(first, Events.ofTables(1, 3));
			failing.fail();
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(first.relay::relay);
			assertThat(failing.failures()).isOne();
			assertThat(first.outbox.waiting().events()).isEqualTo(3);
			try (Events second = new Events(broker, db.dataSource(), topics)) {
				second.outbox.add(Events.message("public.a", HookPhase.AFTER_CREATE, "a 4"));
				// Whose time has come.
				db.execute("UPDATE public.partsmith_outbox SET held_until = clock_timestamp() - interval '1s'");
				second.relay.relay();
				assertThat(second.outbox.waiting().events()).isZero();
			}
			// The first one, should it come back, sends nothing of it again either.
			first.outbox.add(Events.message("public.a", HookPhase.AFTER_CREATE, "a 5"));
			drain(first);
		}
		assertInOrder(Events.values(broker.committed(topics.prefix())), 1, 5);
		assertThat(broker.sent(topics.prefix())).hasSize(5);
	}

	@Test
	void whoDiesBeforeTheCommitHasNotSent(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = Events.inOneTopic(ALL);
		try (Events events = new Events(broker, db.dataSource(), topics)) {
			List<EventMessage> messages = Events.ofTables(1, 3);
			put(events, messages);
			Producer<String, String> dead = events.clients.transactional(Events.id(topics));
			dead.initTransactions();
			dead.beginTransaction();
			messages.forEach((message) -> dead.send(message.on(topics.of(message.phase()))));
			dead.flush();
			new SentEvents(events.clients, Events.id(topics)).write(dead, topics.of(HookPhase.AFTER_CREATE), messages);
			dead.close(Duration.ZERO);
			events.relay.relay();
			assertThat(events.outbox.waiting().events()).isZero();
			assertInOrder(Events.values(broker.committed(topics.prefix())), 1, 3);
			assertThat(broker.sent(topics.prefix())).as("its own are there, aborted").hasSize(6);
		}
	}

	@Test
	void whoWasAsleepMeanwhileSendsNothing(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = Events.inOneTopic(ALL);
		try (Events asleep = new Events(broker, db.dataSource(), topics);
				Events other = new Events(broker, db.dataSource(), topics)) {
			put(asleep, Events.ofTables(1, 1));
			drain(asleep);
			put(other, List.of(Events.message("public.a", HookPhase.AFTER_CREATE, "a 2")));
			drain(other);
			put(asleep, List.of(Events.message("public.a", HookPhase.AFTER_CREATE, "a 3")));
			drain(asleep);
		}
		assertInOrder(Events.values(broker.committed(topics.prefix())), 1, 3);
	}

	@Test
	@Timeout(300)
	void twoRelaysAtOnceSendEachEventOnce(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = Events.inOneTopic(ALL);
		try (Events one = new Events(broker, db.dataSource(), topics);
				Events other = new Events(broker, db.dataSource(), topics)) {
			assertThat(one.outbox.isReady()).isTrue();
			assertThat(other.outbox.isReady()).isTrue();
			List<EventMessage> messages = Events.ofTables(4, 25);
			CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> messages.forEach(one.outbox::add));
			List<CompletableFuture<Void>> relays = new ArrayList<>();
			for (Events each : List.of(one, other)) {
				relays.add(CompletableFuture.runAsync(() -> {
					while (!writing.isDone() || each.outbox.waiting().events() > 0) {
						each.relay.relay();
					}
				}));
			}
			writing.join();
			relays.forEach(CompletableFuture::join);
		}
		List<String> values = Events.values(broker.committed(topics.prefix()));
		assertThat(values).hasSize(100);
		assertInOrder(values, 4, 25);
	}

	@Test
	@Timeout(300)
	void withoutTheLeaseTheyStillSendEachEventOnce(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = Events.inOneTopic(ALL);
		try (Events one = new Events(broker, db.dataSource(), topics);
				Events other = new Events(broker, db.dataSource(), topics)) {
			put(one, Events.ofTables(2, 120));
			List<CompletableFuture<Void>> relays = new ArrayList<>();
			for (Events each : List.of(one, other)) {
				relays.add(CompletableFuture.runAsync(() -> {
					OutboxTransactions transactions = new OutboxTransactions(each.outbox, each.clients, topics,
							Events.id(topics));
					List<String> tables;
					while (!(tables = each.outbox.tables()).isEmpty()) {
						try {
							transactions.send(tables.get(0));
						}
						catch (KafkaException ex) {
							// Fenced off by the other one.
						}
					}
					transactions.close();
				}));
			}
			relays.forEach(CompletableFuture::join);
		}
		List<String> values = Events.values(broker.committed(topics.prefix()));
		assertThat(values).hasSize(240);
		assertInOrder(values, 2, 120);
	}

	@Test
	void aTableThatIsStuckKeepsNoOtherFromBeingTold(PostgresDatabase db, KafkaBroker broker) throws Exception {
		EventTopics topics = new EventTopics(KafkaBroker.prefix(), null, ALL);
		broker.create(new NewTopic(topics.of(HookPhase.AFTER_DROP), 1, (short) 1)
			.configs(Map.of("max.message.bytes", "100")));
		try (Events events = new Events(broker, db.dataSource(), topics)) {
			put(events,
					List.of(Events.message("public.a", HookPhase.AFTER_DROP, "a 1 " + "x".repeat(200)),
							Events.message("public.a", HookPhase.AFTER_CREATE, "a 2"),
							Events.message("public.b", HookPhase.AFTER_CREATE, "b 1")));
			events.relay.relay();
			assertThat(Events.values(broker.committed(topics.prefix()))).containsExactly("b 1");
			assertThat(events.relay.status().pending()).isEqualTo(2);
			assertThat(events.relay.status().failure()).contains("public.a");
		}
	}

	/** Commits of Kafka go well, and then the database is away. */
	private static final class FailingDeletes extends DelegatingDataSource {

		private final AtomicInteger toFail = new AtomicInteger();

		private final AtomicInteger failed = new AtomicInteger();

		FailingDeletes(DataSource target) {
			super(target);
		}

		void fail() {
			this.toFail.set(1);
		}

		int failures() {
			return this.failed.get();
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, args) -> {
						if (method.getReturnType() == PreparedStatement.class && ((String) args[0]).startsWith("DELETE")
								&& this.toFail.getAndDecrement() > 0) {
							this.failed.incrementAndGet();
							throw new SQLException("gone", "08006");
						}
						try {
							return method.invoke(connection, args);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					});
		}

	}

}
