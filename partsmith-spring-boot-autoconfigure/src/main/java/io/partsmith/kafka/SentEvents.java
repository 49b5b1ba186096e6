package io.partsmith.kafka;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Which events Kafka has taken, as Kafka itself knows it: each transaction that sends
 * events writes their ids down as the metadata of an offset of a group of ours, so that
 * both are there, or neither. Whoever does not know what became of a transaction reads it
 * here once the transaction has ended.
 */
final class SentEvents {

	/** Kafka keeps 4096 bytes of metadata by default; an id and a comma are 37. */
	static final int MOST = 50;

	private final EventClients clients;

	private final String group;

	SentEvents(EventClients clients, String group) {
		this.clients = clients;
		this.group = group;
	}

	/** Writes down what the open transaction sends. */
	void write(Producer<String, String> producer, String topic, List<EventMessage> events) {
		String ids = events.stream().map((event) -> event.id().toString()).collect(Collectors.joining(","));
		producer.sendOffsetsToTransaction(Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0, ids)),
				new ConsumerGroupMetadata(this.group));
	}

	/**
	 * The ids of the last transactions that came to their end.
	 * @throws KafkaException if the broker did not tell
	 */
	Set<UUID> read() {
		try (Admin admin = this.clients.admin()) {
			Map<TopicPartition, OffsetAndMetadata> offsets = admin
				.listConsumerGroupOffsets(this.group, new ListConsumerGroupOffsetsOptions().requireStable(true))
				.partitionsToOffsetAndMetadata()
				.get(this.clients.timeout().toMillis(), TimeUnit.MILLISECONDS);
			return offsets.values()
				.stream()
				.filter(Objects::nonNull)
				.flatMap((offset) -> Arrays.stream(offset.metadata().split(",")))
				.filter((id) -> !id.isEmpty())
				.map(UUID::fromString)
				.collect(Collectors.toSet());
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof GroupIdNotFoundException) {
				return Set.of();
			}
			throw new KafkaException("The group " + this.group + " could not be read: " + ex.getCause(), ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new org.apache.kafka.common.errors.TimeoutException(
					"The group " + this.group + " could not be read in " + this.clients.timeout(), ex);
		}
		catch (InterruptedException ex) {
			throw new InterruptException(ex);
		}
	}

}
