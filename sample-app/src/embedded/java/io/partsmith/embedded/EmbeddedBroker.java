package io.partsmith.embedded;

import java.util.Collection;
import java.util.Objects;

import kafka.server.BrokerServer;

import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * A Kafka broker of our own in this JVM, alone in its cluster and small. Its data is gone
 * when it is closed.
 */
public final class EmbeddedBroker implements AutoCloseable {

	private final EmbeddedKafkaKraftBroker kafka;

	private EmbeddedBroker(EmbeddedKafkaKraftBroker kafka) {
		this.kafka = kafka;
	}

	/**
	 * Starts a broker and returns when it answers. Topics come into being when they are
	 * written.
	 * @return the running broker
	 */
	public static EmbeddedBroker start() {
		EmbeddedKafkaKraftBroker kafka = new EmbeddedKafkaKraftBroker(1, 1);
		// Transactions, which want three brokers by default.
		kafka.brokerProperty("transaction.state.log.replication.factor", "1");
		kafka.brokerProperty("transaction.state.log.min.isr", "1");
		kafka.brokerProperty("transaction.state.log.num.partitions", "1");
		kafka.brokerProperty("offsets.topic.num.partitions", "1");
		kafka.afterPropertiesSet();
		return new EmbeddedBroker(kafka);
	}

	/**
	 * Where clients find it.
	 * @return host and port
	 */
	public String bootstrapServers() {
		return this.kafka.getBrokersAsString();
	}

	/** Stops answering; its port stays open, and its data stays. */
	public void suspend() {
		brokers().forEach((broker) -> {
			broker.shutdown();
			broker.awaitShutdown();
		});
	}

	/** Answers again, with the data it had. */
	public void resume() {
		brokers().forEach((broker) -> broker.startup());
	}

	private Collection<BrokerServer> brokers() {
		return Objects.requireNonNull(this.kafka.getCluster(), "The broker was closed").brokers().values();
	}

	@Override
	public void close() {
		this.kafka.destroy();
	}

}
