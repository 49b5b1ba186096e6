package io.partsmith.sample;

import java.util.List;

import io.partsmith.embedded.EmbeddedBroker;

import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Brings a Kafka broker along, in the profile {@code kafka}. */
@Configuration(proxyBeanMethods = false)
@Profile("kafka")
class EmbeddedBrokerConfiguration {

	@Bean(destroyMethod = "close")
	EmbeddedBroker embeddedBroker() {
		return EmbeddedBroker.start();
	}

	/** Takes the broker as a parameter, so that it outlives the connections to it. */
	@Bean
	KafkaConnectionDetails embeddedBrokerConnectionDetails(EmbeddedBroker broker) {
		return new KafkaConnectionDetails() {

			@Override
			public List<String> getBootstrapServers() {
				return List.of(broker.bootstrapServers());
			}

		};
	}

}
