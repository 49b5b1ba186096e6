package io.partsmith.kafka;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionInfo;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.KafkaBroker;
import io.partsmith.testing.KafkaTest;
import io.partsmith.testing.Pool;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;

/** What runs tell Kafka, and what becomes of them where it does not answer. */
@PostgresTest
@KafkaTest
class KafkaHooksTest {

	private static final String MARCH = "2024-03-15T00:00:00Z";

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(1, 1));

	@BeforeEach
	void makeM(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2024_01"));
	}

	@Test
	void everyPhaseIsToldInItsOrder(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = Events.inOneTopic(EnumSet.allOf(HookPhase.class));
		try (Events events = new Events(broker, db.dataSource(), topics)) {
			MaintenanceResult result = Engine.on(db, MARCH).with(events.hooks).run(T);
			assertThat(issues(result)).isEmpty();
			List<ConsumerRecord<String, String>> sent = broker.sent(topics.prefix());
			assertThat(Events.values(sent)).containsExactly("before_create t__2024_03", "after_create t__2024_03",
					"before_detach t__2024_01", "after_detach t__2024_01", "before_drop t__2024_01",
					"after_drop t__2024_01");
			assertThat(sent).allSatisfy((each) -> {
				assertThat(each.key()).isEqualTo("public.t");
				assertThat(each.value()).startsWith(Events.header(each, "phase") + " ");
				assertThat(Events.header(each, "run-id")).isEqualTo(result.runId());
				assertThat(Events.header(each, "schema-version")).isEqualTo("1");
			});
			assertThat(sent).extracting((each) -> Events.header(each, "event-id")).doesNotHaveDuplicates();
			assertThat(events.outbox.waiting().events()).isZero();
		}
	}

	@Test
	void eachPhaseHasATopic(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = new EventTopics(KafkaBroker.prefix(), null, EnumSet.allOf(HookPhase.class));
		try (Events events = new Events(broker, db.dataSource(), topics)) {
			Engine.on(db, MARCH).with(events.hooks).run(T);
		}
		assertThat(broker.sent(topics.prefix()))
			.extracting((each) -> each.topic().substring(topics.prefix().length()) + " " + each.value())
			.containsExactlyInAnyOrder("partition.creating before_create t__2024_03",
					"partition.created after_create t__2024_03", "partition.detaching before_detach t__2024_01",
					"partition.detached after_detach t__2024_01", "partition.expiring before_drop t__2024_01",
					"partition.dropped after_drop t__2024_01");
	}

	@Test
	void aReturningOrphanIsToldOf(PostgresDatabase db, KafkaBroker broker) {
		db.execute(Tables.orphan("2024_03", "2024-03-01T00:00:00+00:00"));
		EventTopics topics = new EventTopics(KafkaBroker.prefix(), null, EnumSet.allOf(HookPhase.class));
		try (Events events = new Events(broker, db.dataSource(), topics)) {
			Engine.on(db, MARCH).with(events.hooks).run(Tables.monthly(Tables.ahead(1)));
		}
		assertThat(broker.sent(topics.prefix()))
			.extracting((each) -> each.topic().substring(topics.prefix().length()) + " " + each.value())
			.contains("partition.attaching before_attach t__2024_03", "partition.attached after_attach t__2024_03");
	}

	@Test
	void nothingIsDoneThatTheBrokerDoesNotKnowOf(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = Events.inOneTopic(EnumSet.of(HookPhase.BEFORE_DETACH, HookPhase.BEFORE_DROP));
		CatalogProbe catalog = CatalogProbe.of(db);
		try (Events events = new Events(broker, db.dataSource(), topics, Duration.ofSeconds(2), true)) {
			Engine engine = Engine.on(db, MARCH).with(events.hooks);
			broker.whileAway(() -> {
				MaintenanceResult result = engine.run(T);
				assertThat(result.success()).isFalse();
				assertThat(result.error()).contains("public.t")
					.contains(topics.of(HookPhase.BEFORE_DETACH))
					.contains("partsmith.kafka.timeout")
					.contains("leave before-detach out of partsmith.kafka.required-phases");
				assertThat(done(result)).containsExactly("create t__2024_03");
				assertThat(catalog.partitions("t")).containsExactly("t__2024_01", "t__2024_03");
			});
		}
		try (Events events = new Events(broker, db.dataSource(), topics)) {
			assertThat(done(Engine.on(db, MARCH).with(events.hooks).run(T))).containsExactly("detach t__2024_01",
					"drop t__2024_01");
		}
		assertThat(Events.values(broker.committed(topics.prefix()))).endsWith("before_detach t__2024_01",
				"before_drop t__2024_01");
	}

	/** An insert that finds no partition is worse than an event that comes late. */
	@Test
	void partitionsAreMadeWithoutTheBrokerAndNothingIsRetired(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = Events.inOneTopic(EnumSet.allOf(HookPhase.class));
		CatalogProbe catalog = CatalogProbe.of(db);
		try (Events events = new Events(broker, db.dataSource(), topics, Duration.ofSeconds(2), true)) {
			broker.whileAway(() -> {
				MaintenanceResult result = Engine.on(db, MARCH)
					.with(events.hooks)
					.run(Tables.monthly(Tables.aheadKeep(3, 1)));
				assertThat(done(result)).containsExactly("create t__2024_03", "create t__2024_04", "create t__2024_05");
				assertThat(issues(result)).containsExactly("create hook_failed t__2024_03",
						"create hook_failed t__2024_04", "create hook_failed t__2024_05",
						"detach hook_failed t__2024_01");
				assertThat(result.success()).isFalse();
				// Nobody has waited a second time.
				assertThat(result.error()).contains("did not answer earlier in this run");
				assertThat(catalog.partitions("t")).contains("t__2024_01", "t__2024_03", "t__2024_05");
				assertThat(events.relay.status().silent()).isTrue();
				assertThat(events.outbox.waiting().events()).isEqualTo(6);
			});
		}
		try (Events events = new Events(broker, db.dataSource(), topics)) {
			assertThat(done(Engine.on(db, MARCH).with(events.hooks).run(T))).containsExactly("detach t__2024_01",
					"drop t__2024_01");
		}
		assertThat(Events.values(broker.committed(topics.prefix()))).containsExactly("before_create t__2024_03",
				"after_create t__2024_03", "before_create t__2024_04", "after_create t__2024_04",
				"before_create t__2024_05", "after_create t__2024_05", "before_detach t__2024_01",
				"after_detach t__2024_01", "before_drop t__2024_01", "after_drop t__2024_01");
	}

	@Test
	void whatHappenedMeanwhileWaitsAndComesInItsOrder(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = Events.inOneTopic(Events.AFTERWARDS);
		try (Events events = new Events(broker, db.dataSource(), topics, Duration.ofSeconds(2), true)) {
			broker.whileAway(() -> {
				MaintenanceResult result = Engine.on(db, MARCH).with(events.hooks).run(T);
				assertThat(result.success()).isTrue();
				assertThat(done(result)).containsExactly("create t__2024_03", "detach t__2024_01", "drop t__2024_01");
				assertThat(result.issues()).hasSize(3)
					.allSatisfy((issue) -> assertThat(issue.message()).contains("public.partsmith_outbox")
						.contains("sent later"));
				assertThat(events.relay.status().pending()).isEqualTo(3);
				assertThat(events.relay.status().oldest()).isNotNull();
				assertThat(events.relay.status().failure()).isNotNull();
			});
		}
		try (Events events = new Events(broker, db.dataSource(), topics)) {
			// A newer one queues up behind them.
			db.execute(Tables.month("2024_02"));
			assertThat(issues(Engine.on(db, MARCH).with(events.hooks).run(T))).isEmpty();
			assertThat(events.relay.status()).isEqualTo(OutboxStatus.EMPTY);
		}
		assertThat(Events.values(broker.committed(topics.prefix()))).containsExactly("after_create t__2024_03",
				"after_detach t__2024_01", "after_drop t__2024_01", "after_detach t__2024_02", "after_drop t__2024_02");
	}

	/** Another replica begins to send what waits, while the run still adds to it. */
	@Test
	@Timeout(300)
	void aBrokerThatComesBackInTheMiddleOfARunGetsEachEventOnceInItsOrder(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = Events.inOneTopic(Events.AFTERWARDS);
		CountDownLatch kept = new CountDownLatch(1);
		CountDownLatch back = new CountDownLatch(1);
		PartitionLifecycleHooks pausing = new PartitionLifecycleHooks() {
			@Override
			public void afterCreate(TablePartitionConfig config, PartitionInfo partition) {
				kept.countDown();
				await(back);
			}
		};
		try (Events events = new Events(broker, db.dataSource(), topics, Duration.ofSeconds(2), true);
				Events other = new Events(broker, db.dataSource(), topics)) {
			Engine engine = Engine.on(db, MARCH).with(events.hooks).with(pausing);
			List<CompletableFuture<MaintenanceResult>> run = new ArrayList<>();
			broker.whileAway(() -> {
				run.add(CompletableFuture.supplyAsync(() -> engine.run(Tables.monthly(Tables.aheadKeep(2, 1)))));
				await(kept);
			});
			back.countDown();
			assertThat(other.outbox.isReady()).isTrue();
			while (!run.get(0).isDone() || other.outbox.waiting().events() > 0) {
				other.relay.relay();
			}
			assertThat(run.get(0).join().success()).isTrue();
		}
		assertThat(Events.values(broker.committed(topics.prefix()))).containsExactly("after_create t__2024_03",
				"after_create t__2024_04", "after_detach t__2024_01", "after_drop t__2024_01");
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** As by the end of the application, while the pool has no connection at hand. */
	@Test
	void anEventOfARunThatIsInterruptedIsKept(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = Events.inOneTopic(Events.AFTERWARDS);
		try (Pool pool = Pool.of(db, 1, true, "SELECT 1"); Events events = new Events(broker, pool, topics)) {
			assertThat(events.outbox.isReady()).isTrue();
			PartitionLifecycleHooks ending = new PartitionLifecycleHooks() {
				@Override
				public void afterDetach(String table, String partition) {
					busyFor(pool, 300);
					Thread.currentThread().interrupt();
				}
			};
			Engine.on(db, MARCH).with(ending).with(events.hooks).run(T);
			assertThat(Thread.interrupted()).as("it is for the run to heed").isTrue();
		}
		try (Events events = new Events(broker, db.dataSource(), topics)) {
			events.relay.relay();
			assertThat(events.outbox.waiting().events()).isZero();
		}
		assertThat(Events.values(broker.committed(topics.prefix()))).contains("after_detach t__2024_01");
	}

	private static void busyFor(Pool pool, long millis) {
		try {
			Connection taken = pool.getConnection();
			CompletableFuture.runAsync(() -> {
				try (taken) {
					Thread.sleep(millis);
				}
				catch (SQLException | InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			});
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aPoolOfTwoWithoutAutoCommitIsEnough(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = Events.inOneTopic(EnumSet.allOf(HookPhase.class));
		try (Pool pool = Pool.of(db, 2, false, "SELECT 1"); Events events = new Events(broker, pool, topics)) {
			MaintenanceResult result = Engine.on(pool, MARCH).with(events.hooks).run(T);
			assertThat(result.success()).isTrue();
			assertThat(issues(result)).isEmpty();
			assertThat(pool.inUse()).isZero();
		}
		assertThat(broker.committed(topics.prefix())).hasSize(6);
	}

	@Test
	void withoutAnOutboxAnEventIsSentAtOnceOrTold(PostgresDatabase db, KafkaBroker broker) {
		EventTopics topics = Events.inOneTopic(EnumSet.of(HookPhase.AFTER_CREATE));
		db.execute("DROP TABLE public.t__2024_01");
		try (Events events = new Events(broker, db.dataSource(), topics, Duration.ofSeconds(2), false)) {
			broker.whileAway(() -> {
				MaintenanceResult result = Engine.on(db, MARCH).with(events.hooks).run(Tables.monthly(Tables.ahead(1)));
				assertThat(result.success()).isTrue();
				assertThat(result.issues()).singleElement()
					.satisfies((issue) -> assertThat(issue.message()).contains("is not kept")
						.contains("after_create t__2024_03"));
			});
		}
		try (Events events = new Events(broker, db.dataSource(), topics, Events.TIMEOUT, false)) {
			assertThat(issues(Engine.on(db, MARCH).with(events.hooks).run(Tables.monthly(Tables.ahead(2))))).isEmpty();
		}
		assertThat(Events.values(broker.sent(topics.prefix()))).contains("after_create t__2024_04");
		assertThat(CatalogProbe.of(db).tables("public")).doesNotContain("partsmith_outbox");
	}

}
