package io.partsmith.autoconfigure.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.partsmith.autoconfigure.PartsmithAutoConfiguration;
import io.partsmith.autoconfigure.event.PartsmithEventAutoConfiguration;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.kafka.OutboxRelay;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Scope;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.EventSchema;
import io.partsmith.testing.KafkaBroker;
import io.partsmith.testing.KafkaTest;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.SettableClock;
import io.partsmith.testing.Tables;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.metrics.KafkaMetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A whole application that tells Kafka, seen by a plain consumer. */
@PostgresTest
@KafkaTest
class KafkaApplicationTest {

	private final SettableClock clock = new SettableClock("2024-03-15T08:00:00Z");

	private final String prefix = KafkaBroker.prefix();

	private ApplicationContextRunner application = new ApplicationContextRunner();

	@BeforeEach
	void configure(PostgresDatabase db, KafkaBroker broker) {
		db.execute(Tables.M, Tables.month("2024_01"), "INSERT INTO public.t (created_at) VALUES ('2024-01-05Z')",
				"ANALYZE public.t");
		// Serializers and a partitioner that could send none of our events.
		this.application = new ApplicationContextRunner()
			.withBean(DataSource.class, () -> new DelegatingDataSource(db.dataSource()))
			.withBean(Clock.class, () -> this.clock)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, PartsmithAutoConfiguration.class,
					PartsmithEventAutoConfiguration.class, PartsmithKafkaAutoConfiguration.class))
			.withPropertyValues("spring.kafka.bootstrap-servers=" + broker.address(),
					"spring.kafka.producer.key-serializer=org.apache.kafka.common.serialization.LongSerializer",
					"spring.kafka.producer.value-serializer=org.apache.kafka.common.serialization.ByteArraySerializer",
					"spring.kafka.producer.acks=0", "spring.kafka.producer.transaction-id-prefix=shop-",
					"partsmith.tables.t.partition-column=created_at", "partsmith.tables.t.granularity=month",
					"partsmith.tables.t.create-ahead-count=1", "partsmith.tables.t.retention-count=1",
					"partsmith.tables.t.drop-grace=P0D", "partsmith.kafka.enabled=true", "partsmith.kafka.timeout=10s",
					"partsmith.kafka.relay-interval=200ms", "partsmith.kafka.topic-prefix=" + this.prefix);
	}

	private static MaintenanceResult maintain(ApplicationContext context) {
		return context.getBean(PartitionLifecycleService.class).maintain("t", Scope.MAINTAIN);
	}

	@Test
	void everyEventFitsTheSchemaInTheJar(PostgresDatabase db, KafkaBroker broker) {
		long january = CatalogProbe.of(db).oid("t__2024_01");
		List<MaintenanceResult> results = new ArrayList<>();
		this.application.run((context) -> {
			assertThat(context).hasNotFailed();
			results.add(maintain(context));
		});
		assertThat(issues(results.get(0))).isEmpty();
		List<ConsumerRecord<String, String>> sent = broker.committed(this.prefix);
		assertThat(sent).hasSize(6);
		for (ConsumerRecord<String, String> each : sent) {
			JsonNode event = new JsonMapper().readTree(each.value());
			assertThat(EventSchema.errors(each.value())).as(each.value()).isEmpty();
			assertThat(each.key()).isEqualTo("public.t").isEqualTo(event.get("table").asString());
			assertThat(header(each, "partsmith-phase")).isEqualTo(event.get("phase").asString());
			assertThat(header(each, "partsmith-run-id")).isEqualTo(event.get("runId").asString());
			assertThat(header(each, "partsmith-event-id")).isEqualTo(event.get("id").asString());
			assertThat(header(each, "partsmith-schema-version")).isEqualTo(event.get("schemaVersion").asString());
		}
		JsonNode expiring = new JsonMapper().readTree(sent.stream()
			.filter((each) -> each.topic().equals(this.prefix + "partition.expiring"))
			.findFirst()
			.orElseThrow()
			.value());
		assertThat(expiring.at("/partition/oid").asLong()).isEqualTo(january);
		assertThat(expiring.at("/partition/qualifiedName").asString()).isEqualTo("public.t__2024_01");
		assertThat(expiring.at("/partition/bounds").asString())
			.startsWith("FOR VALUES FROM ('2024-01-01 00:00:00+00')");
		assertThat(expiring.at("/window/from").asString()).isEqualTo("2024-01-01T00:00:00Z");
		assertThat(expiring.at("/window/to").asString()).isEqualTo("2024-02-01T00:00:00Z");
		assertThat(expiring.at("/operation").asString()).isEqualTo("drop");
		Operation.Drop drop = results.get(0)
			.done()
			.stream()
			.filter(Operation.Drop.class::isInstance)
			.map(Operation.Drop.class::cast)
			.findFirst()
			.orElseThrow();
		assertThat(drop.table().rows()).isNotNull();
		assertThat(expiring.at("/rows").asLong()).isEqualTo(drop.table().rows());
		assertThat(expiring.at("/detail").asString()).isEqualTo(drop.detail());
		assertThat(expiring.at("/reason").asString()).isEqualTo(drop.reason().toString());
		assertThat(expiring.at("/occurredAt").asString()).isEqualTo("2024-03-15T08:00:00Z");
	}

	@Test
	void theSchemaRefusesWhatIsNoEvent() {
		assertThat(EventSchema.errors("{\"id\": 1, \"phase\": \"before_lunch\"}")).isNotEmpty();
	}

	private static String header(ConsumerRecord<String, String> sent, String name) {
		return new String(sent.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
	}

	@Test
	void whatWaitsIsSentWhenTheBrokerComesBack(KafkaBroker broker) {
		this.application
			.withPropertyValues("partsmith.kafka.phases=after-create,after-detach,after-drop",
					"partsmith.kafka.timeout=2s")
			.run((context) -> {
				broker.whileAway(() -> {
					MaintenanceResult result = maintain(context);
					assertThat(result.success()).isTrue();
					assertThat(result.issues()).hasSize(3);
					MeterRegistry registry = context.getBean(MeterRegistry.class);
					context.getBean(OutboxMetrics.class).bindTo(registry);
					assertThat(registry.get("partsmith.outbox.pending").gauge().value()).isEqualTo(3);
					var health = context.getBean("partitionEventsHealthIndicator", HealthIndicator.class).health();
					assertThat(health.getStatus()).isEqualTo(Status.UP);
					assertThat(health.getDetails()).containsEntry("pending", 3L).containsKeys("oldest", "warning");
				});
				await().atMost(Duration.ofMinutes(2))
					.until(() -> context.getBean(OutboxRelay.class).status().pending() == 0);
			});
		assertThat(broker.committed(this.prefix)).extracting(ConsumerRecord::topic)
			.containsExactlyInAnyOrder(this.prefix + "partition.created", this.prefix + "partition.detached",
					this.prefix + "partition.dropped");
	}

	/** Whoever watches the application's producers sees ours too. */
	@Test
	void theApplicationsMetricsKnowOurProducer(KafkaBroker broker) {
		this.application.withConfiguration(AutoConfigurations.of(KafkaMetricsAutoConfiguration.class))
			.run((context) -> {
				assertThat(issues(maintain(context))).isEmpty();
				assertThat(context.getBean(MeterRegistry.class).find("kafka.producer.record.send.total").meters())
					.isNotEmpty();
			});
	}

	@Test
	void aTableMayDoWithout(KafkaBroker broker) {
		this.application.withBean("own", PartitionLifecycleHooks.class, () -> new PartitionLifecycleHooks() {
		})
			.withPropertyValues("partsmith.tables.t.hooks=own")
			.run((context) -> assertThat(done(maintain(context))).hasSize(3));
		assertThat(broker.sent(this.prefix)).isEmpty();
		this.application
			.withPropertyValues("partsmith.tables.t.hooks=kafkaHooks", "partsmith.tables.t.create-ahead-count=2")
			.run((context) -> assertThat(done(maintain(context))).containsExactly("create t__2024_04"));
		assertThat(broker.sent(this.prefix)).hasSize(2);
	}

}
