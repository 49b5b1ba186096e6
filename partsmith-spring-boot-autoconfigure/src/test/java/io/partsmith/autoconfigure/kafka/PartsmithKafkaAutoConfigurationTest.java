package io.partsmith.autoconfigure.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.partsmith.autoconfigure.YamlContext;
import io.partsmith.autoconfigure.event.PartsmithEventAutoConfiguration;
import io.partsmith.event.EventDocument;
import io.partsmith.event.EventFormat;
import io.partsmith.hook.HookPhase;
import io.partsmith.kafka.EventClients;
import io.partsmith.kafka.EventTopics;
import io.partsmith.kafka.KafkaHooks;
import io.partsmith.kafka.OutboxRelay;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

class PartsmithKafkaAutoConfigurationTest {

	private static final String TABLE = "partsmith.tables.events: { partition-column: c, granularity: day }\n";

	/** There is no broker, for which the application's KafkaAdmin would wait at start. */
	private static ApplicationContextRunner with(String yaml) {
		return YamlContext.with(TABLE + yaml)
			.withPropertyValues("spring.kafka.admin.auto-create=false")
			.withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class,
					PartsmithEventAutoConfiguration.class, PartsmithKafkaAutoConfiguration.class));
	}

	@Test
	void kafkaOnTheClassPathAloneSendsNothing() {
		with("").run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(KafkaTemplate.class)
			.doesNotHaveBean(KafkaHooks.class)
			.doesNotHaveBean(OutboxRelay.class)
			.doesNotHaveBean(OutboxRelayScheduler.class));
	}

	@Test
	void anApplicationWithoutKafkaStarts() {
		with("").withClassLoader(new FilteredClassLoader("org.springframework.kafka", "org.apache.kafka"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("kafkaHooks"));
	}

	@Test
	void refusesToBeSwitchedOnWithoutSpringKafka() {
		with("partsmith.kafka.enabled: true\n")
			.withClassLoader(new FilteredClassLoader("org.springframework.kafka", "org.apache.kafka"))
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("partsmith.kafka.enabled=true: Spring Kafka is not on the class path"));
	}

	@Test
	void leavesTheBeansOfTheApplicationAlone() {
		with("partsmith.kafka: { enabled: true }\n").run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(KafkaHooks.class)
				.hasSingleBean(KafkaTemplate.class)
				.hasSingleBean(ProducerFactory.class)
				.hasSingleBean(KafkaAdmin.class)
				.doesNotHaveBean(KafkaAdmin.NewTopics.class)
				.doesNotHaveBean("taskScheduler");
			assertThat(context.getBean("kafkaHooks")).isInstanceOf(KafkaHooks.class);
			assertThat(context.getBean(EventTopics.class))
				.isEqualTo(new EventTopics("", null, EnumSet.allOf(HookPhase.class)));
		});
	}

	@Test
	void namesTopicsAsItIsTold() {
		with("""
				partsmith.kafka:
				  enabled: true
				  topic-prefix: shop.
				  topic: lifecycle
				  phases: [after-create, before-drop]
				  topics: { create: true, partitions: 3, replicas: 2 }
				""").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(EventTopics.class)).isEqualTo(
					new EventTopics("shop.", "lifecycle", EnumSet.of(HookPhase.AFTER_CREATE, HookPhase.BEFORE_DROP)));
			assertThat(newTopics(context)).singleElement().satisfies((topic) -> {
				assertThat(topic.name()).isEqualTo("shop.lifecycle");
				assertThat(topic.numPartitions()).isEqualTo(3);
				assertThat(topic.replicationFactor()).isEqualTo((short) 2);
			});
		});
	}

	@SuppressWarnings("unchecked")
	private static java.util.Collection<NewTopic> newTopics(BeanFactory beans) {
		return (java.util.Collection<NewTopic>) ReflectionTestUtils
			.invokeMethod(beans.getBean(KafkaAdmin.NewTopics.class), "getNewTopics");
	}

	@Test
	void leavesPartitionsAndReplicasToTheBroker() {
		with("partsmith.kafka: { enabled: true, topics: { create: true }, phases: after-drop }\n")
			.run((context) -> assertThat(newTopics(context)).singleElement().satisfies((topic) -> {
				assertThat(topic.name()).isEqualTo("partition.dropped");
				assertThat(topic.numPartitions()).isEqualTo(-1);
				assertThat(topic.replicationFactor()).isEqualTo((short) -1);
			}));
	}

	@Test
	void takesPartsOfTheApplication() {
		EventClients clients = new EventClients(Map.of("bootstrap.servers", "localhost:1"), Duration.ofMillis(1));
		EventFormat format = LifecycleFormat::text;
		with("partsmith.kafka.enabled: true\n").withBean(EventClients.class, () -> clients)
			.withBean(EventFormat.class, () -> format)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(EventClients.class)).isSameAs(clients);
				assertThat(context.getBean(EventFormat.class)).isSameAs(format);
			});
	}

	@Test
	void refusesWhatCannotWork() {
		refused("topic: 'a topic'", "partsmith.kafka.topic=a topic: a topic has at most 249");
		refused("topic-prefix: a/b", "partsmith.kafka.topic-prefix=a/b");
		refused("phases: []", "nothing would ever be sent");
		refused("required-phases: [before-drop, after-drop]", "what has been done is not prevented");
		refused("timeout: 0s", "partsmith.kafka.timeout=");
		refused("relay-interval: 0s", "partsmith.kafka.relay-interval=");
		refused("topics: { partitions: 0 }", "partsmith.kafka.topics.partitions=0");
		refused("topics: { replicas: 40000 }", "partsmith.kafka.topics.replicas=40000");
	}

	private static void refused(String keys, String message) {
		with("partsmith.kafka: { enabled: true, " + keys + " }\n")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause().hasMessageContaining(message));
	}

	@Test
	void tellsOfAnEmptyOutboxAsZero() {
		with("partsmith.kafka.enabled: true\n").withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(Clock.class, Clock::systemUTC)
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				context.getBean(OutboxMetrics.class).bindTo(registry);
				assertThat(registry.get("partsmith.outbox.pending").gauge().value()).isZero();
				assertThat(registry.get("partsmith.outbox.age").timeGauge().value()).isZero();
				assertThat(
						context.getBean("partitionEventsHealthIndicator", HealthIndicator.class).health().getDetails())
					.containsExactly(Map.entry("pending", 0L));
			});
	}

	/** A format that is no lambda of the test's own, so that it can be told apart. */
	private static final class LifecycleFormat {

		static String text(EventDocument event) {
			return event.phase();
		}

	}

}
