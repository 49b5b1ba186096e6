package io.partsmith.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/**
 * How events get to the broker: as the application's own records do, but with texts for
 * key and value whatever it serializes itself, acknowledged by all replicas in sync, with
 * Kafka's partitioner, and with waits that end. Declare one as a bean to send events to
 * another cluster.
 */
public final class EventClients {

	private static final Duration SHORTEST_TRANSACTION = Duration.ofSeconds(10);

	private final Map<String, Object> configuration;

	private final Duration timeout;

	private final List<ProducerFactory.Listener<String, String>> listeners;

	/**
	 * Clients that are configured as the application's own, and whose producer for events
	 * that must be acknowledged is told to the same listeners, such as Micrometer's.
	 * @param factory makes the application's producers
	 * @param timeout how long one call may wait for the broker, a millisecond or more
	 */
	public EventClients(ProducerFactory<?, ?> factory, Duration timeout) {
		this(factory.getConfigurationProperties(), timeout, listeners(factory));
	}

	/**
	 * Clients.
	 * @param configuration what a producer of the application is configured with:
	 * addresses, security, compression
	 * @param timeout how long one call may wait for the broker, a millisecond or more
	 */
	public EventClients(Map<String, Object> configuration, Duration timeout) {
		this(configuration, timeout, List.of());
	}

	private EventClients(Map<String, Object> configuration, Duration timeout,
			List<ProducerFactory.Listener<String, String>> listeners) {
		this.listeners = listeners;
		this.timeout = timeout;
		int millis = (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
		Map<String, Object> adapted = new HashMap<>(configuration);
		adapted.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
		adapted.remove(ProducerConfig.PARTITIONER_CLASS_CONFIG);
		adapted.remove(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG);
		adapted.remove(ProducerConfig.RETRIES_CONFIG);
		adapted.remove(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);
		adapted.put(ProducerConfig.ACKS_CONFIG, "all");
		adapted.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		adapted.put(ProducerConfig.LINGER_MS_CONFIG, 0);
		adapted.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
		adapted.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
		adapted.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
		this.configuration = adapted;
	}

	/** They look at producers, and not at what is sent with them. */
	@SuppressWarnings("unchecked")
	private static List<ProducerFactory.Listener<String, String>> listeners(ProducerFactory<?, ?> factory) {
		return List.copyOf(((ProducerFactory<String, String>) factory).getListeners());
	}

	Duration timeout() {
		return this.timeout;
	}

	/** For events that must be acknowledged now. */
	KafkaTemplate<String, String> template() {
		DefaultKafkaProducerFactory<String, String> factory = new DefaultKafkaProducerFactory<>(this.configuration,
				new StringSerializer(), new StringSerializer());
		this.listeners.forEach(factory::addListener);
		return new KafkaTemplate<>(factory);
	}

	/** For events that are sent all or none; its like on another node is fenced off. */
	Producer<String, String> transactional(String id) {
		Map<String, Object> transactional = new HashMap<>(this.configuration);
		transactional.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
		transactional.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) transactionTimeout().toMillis());
		return new KafkaProducer<>(transactional, new StringSerializer(), new StringSerializer());
	}

	private Duration transactionTimeout() {
		Duration calls = this.timeout.multipliedBy(3);
		return (calls.compareTo(SHORTEST_TRANSACTION) > 0) ? calls : SHORTEST_TRANSACTION;
	}

	Admin admin() {
		Map<String, Object> known = new HashMap<>(this.configuration);
		known.keySet().retainAll(AdminClientConfig.configNames());
		known.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) this.timeout.toMillis());
		return Admin.create(known);
	}

}
