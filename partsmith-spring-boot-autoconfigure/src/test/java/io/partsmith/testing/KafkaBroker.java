package io.partsmith.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import io.partsmith.embedded.EmbeddedBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The Kafka of a run of tests, and what a plain consumer finds in it. */
public final class KafkaBroker implements AutoCloseable {

	private final EmbeddedBroker broker = EmbeddedBroker.start();

	/** What every client needs. */
	public Map<String, Object> configuration() {
		return new HashMap<>(Map.of("bootstrap.servers", this.broker.bootstrapServers()));
	}

	public String address() {
		return this.broker.bootstrapServers();
	}

	/**
	 * Nobody answers while something is done.
	 * @param work what is done meanwhile
	 */
	public void whileAway(Runnable work) {
		this.broker.suspend();
		try {
			work.run();
		}
		finally {
			this.broker.resume();
		}
	}

	/**
	 * A prefix of topics that no other test has.
	 * @return the prefix
	 */
	public static String prefix() {
		return "t" + UUID.randomUUID().toString().replace("-", "") + ".";
	}

	public void create(NewTopic topic) throws Exception {
		try (Admin admin = Admin.create(configuration())) {
			admin.createTopics(List.of(topic)).all().get();
		}
	}

	/** What consumers of committed records find in all topics of a prefix. */
	public List<ConsumerRecord<String, String>> committed(String prefix) {
		return read(prefix, "read_committed");
	}

	/** What consumers find that do not care about transactions. */
	public List<ConsumerRecord<String, String>> sent(String prefix) {
		return read(prefix, "read_uncommitted");
	}

	/** Everything from the beginning to the end as it stands now. */
	private List<ConsumerRecord<String, String>> read(String prefix, String isolation) {
		Map<String, Object> configuration = configuration();
		configuration.put("isolation.level", isolation);
		configuration.put("auto.offset.reset", "earliest");
		configuration.put("enable.auto.commit", false);
		List<ConsumerRecord<String, String>> found = new ArrayList<>();
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(configuration, new StringDeserializer(),
				new StringDeserializer())) {
			List<TopicPartition> partitions = new ArrayList<>();
			Pattern wanted = Pattern.compile(Pattern.quote(prefix) + ".*");
			consumer.listTopics().forEach((topic, infos) -> {
				if (wanted.matcher(topic).matches()) {
					infos.stream().map(KafkaBroker::partition).forEach(partitions::add);
				}
			});
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			while (partitions.stream().anyMatch((partition) -> consumer.position(partition) < ends.get(partition))) {
				consumer.poll(Duration.ofMillis(100)).forEach(found::add);
			}
		}
		return found;
	}

	private static TopicPartition partition(PartitionInfo info) {
		return new TopicPartition(info.topic(), info.partition());
	}

	@Override
	public void close() {
		this.broker.close();
	}

}
