package io.partsmith.sample;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Profile;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Some other application that listens to what becomes of partitions. */
@Component
@Profile("kafka")
class EventPrinter {

	private static final Logger log = LoggerFactory.getLogger(EventPrinter.class);

	@KafkaListener(topics = "${partsmith.kafka.topic}")
	void print(ConsumerRecord<String, String> event) {
		log.info("Kafka: {} {} {}", event.topic(), event.key(), event.value());
	}

}
