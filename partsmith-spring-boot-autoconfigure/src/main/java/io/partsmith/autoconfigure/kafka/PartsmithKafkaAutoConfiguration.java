package io.partsmith.autoconfigure.kafka;

import java.time.Clock;
import java.util.Set;

import javax.sql.DataSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.partsmith.autoconfigure.KafkaEventProperties;
import io.partsmith.autoconfigure.MaintenanceDataSource;
import io.partsmith.autoconfigure.PartsmithAutoConfiguration;
import io.partsmith.autoconfigure.PartsmithProperties;
import io.partsmith.autoconfigure.event.PartsmithEventAutoConfiguration;
import io.partsmith.event.EventFormat;
import io.partsmith.kafka.EventClients;
import io.partsmith.kafka.EventTopics;
import io.partsmith.kafka.KafkaHooks;
import io.partsmith.kafka.Outbox;
import io.partsmith.kafka.OutboxRelay;
import io.partsmith.postgres.DatabaseIdentity;
import org.apache.kafka.clients.admin.NewTopic;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Auto-configuration of the events in Kafka. Kafka on the class path alone sends nothing:
 * {@code partsmith.kafka.enabled} does.
 */
@AutoConfiguration(after = { PartsmithAutoConfiguration.class, PartsmithEventAutoConfiguration.class },
		afterName = { "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" },
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass(KafkaTemplate.class)
@ConditionalOnBooleanProperty("partsmith.kafka.enabled")
@ConditionalOnBean({ PartsmithProperties.class, MaintenanceDataSource.class })
public final class PartsmithKafkaAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	EventTopics partsmithEventTopics(PartsmithProperties properties) {
		KafkaEventProperties kafka = properties.kafka();
		return new EventTopics(kafka.topicPrefix(), kafka.topic(), Set.copyOf(kafka.phases()));
	}

	@Bean
	@ConditionalOnMissingBean
	EventClients partsmithEventClients(ObjectProvider<ProducerFactory<?, ?>> factories,
			PartsmithProperties properties) {
		ProducerFactory<?, ?> factory = factories.getIfUnique();
		if (factory == null) {
			throw new IllegalStateException("partsmith.kafka.enabled is true, but there is not one ProducerFactory that"
					+ " says how to get to Kafka. Mark one as @Primary, or declare a bean of type "
					+ EventClients.class.getName() + ", or take partsmith.kafka.enabled out");
		}
		return new EventClients(factory, properties.kafka().timeout().toDuration());
	}

	@Bean
	@ConditionalOnMissingBean
	Outbox partsmithOutbox(MaintenanceDataSource dataSource, PartsmithProperties properties) {
		return new Outbox(dataSource.dataSource(), properties.storage().schema(), properties.storage().initialize());
	}

	/** What is left open at the broker ends with the application. */
	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	OutboxRelay partsmithOutboxRelay(Outbox outbox, EventClients clients, EventTopics topics,
			MaintenanceDataSource maintained, PartsmithProperties properties) {
		DataSource dataSource = maintained.dataSource();
		String schema = properties.storage().schema();
		return new OutboxRelay(outbox, clients, topics, () -> "partsmith-outbox-"
				+ Integer.toHexString((DatabaseIdentity.of(dataSource) + '/' + schema).hashCode()));
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	KafkaHooks kafkaHooks(EventTopics topics, EventFormat format, EventClients clients, Outbox outbox,
			OutboxRelay relay, PartsmithProperties properties, ObjectProvider<Clock> clock) {
		return new KafkaHooks(topics, Set.copyOf(properties.kafka().requiredPhases()), format, clients, outbox, relay,
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	OutboxRelayScheduler partsmithOutboxRelayScheduler(OutboxRelay relay, PartsmithProperties properties) {
		return new OutboxRelayScheduler(relay, properties.kafka().relayInterval().toDuration());
	}

	/** What waits must be sent also where nobody asks for the scheduler. */
	@Bean
	static LazyInitializationExcludeFilter partsmithEagerRelay() {
		return LazyInitializationExcludeFilter.forBeanTypes(OutboxRelayScheduler.class);
	}

	@Bean
	@ConditionalOnMissingBean(name = "partsmithEventNewTopics")
	@ConditionalOnBooleanProperty("partsmith.kafka.topics.create")
	KafkaAdmin.NewTopics partsmithEventNewTopics(EventTopics topics, PartsmithProperties properties) {
		KafkaEventProperties.Topics wanted = properties.kafka().topics();
		return new KafkaAdmin.NewTopics(topics.all().stream().map((name) -> {
			TopicBuilder topic = TopicBuilder.name(name);
			if (wanted.partitions() != null) {
				topic.partitions(wanted.partitions());
			}
			if (wanted.replicas() != null) {
				topic.replicas(wanted.replicas());
			}
			return topic.build();
		}).toArray(NewTopic[]::new));
	}

	/** Where Micrometer is there. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class MetricsConfiguration {

		@Bean
		@ConditionalOnBean(MeterRegistry.class)
		@ConditionalOnMissingBean(name = "partsmithOutboxMetrics")
		OutboxMetrics partsmithOutboxMetrics(OutboxRelay relay, ObjectProvider<Clock> clock) {
			return new OutboxMetrics(relay, clock.getIfUnique(Clock::systemUTC));
		}

	}

	/** Where Spring Boot's health is there. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
	static class HealthConfiguration {

		@Bean
		@ConditionalOnEnabledHealthIndicator("partition-events")
		@ConditionalOnMissingBean(name = "partitionEventsHealthIndicator")
		OutboxHealthIndicator partitionEventsHealthIndicator(OutboxRelay relay) {
			return new OutboxHealthIndicator(relay);
		}

	}

}
