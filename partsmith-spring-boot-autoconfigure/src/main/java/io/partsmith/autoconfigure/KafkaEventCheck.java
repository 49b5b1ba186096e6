package io.partsmith.autoconfigure;

import java.util.List;
import java.util.regex.Pattern;

import io.partsmith.hook.HookPhase;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/** Refuses what is wrong in {@code partsmith.kafka}. */
final class KafkaEventCheck {

	private static final String KEY = "partsmith.kafka.";

	/** Leaves room for our own names behind a prefix. */
	private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]{0,200}");

	private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

	private KafkaEventCheck() {
	}

	static void check(KafkaEventProperties kafka) {
		if (kafka.enabled() && !isPresent()) {
			throw new PartsmithConfigurationException(KEY + "enabled", true,
					"Spring Kafka is not on the class path, so that nothing would ever be sent",
					"Add the dependency org.springframework.boot:spring-boot-starter-kafka, or take the key out.");
		}
		name(KEY + "topic-prefix", kafka.topicPrefix(), PREFIX, kafka.topicPrefix());
		if (kafka.topic() != null) {
			name(KEY + "topic", kafka.topic(), TOPIC, kafka.topicPrefix() + kafka.topic());
		}
		List<HookPhase> phases = kafka.phases();
		if (kafka.enabled() && phases.isEmpty()) {
			throw new Setting<>(KEY + "phases", phases).refused("nothing would ever be sent",
					"Name the phases that are to be told, or take the key out to have all of them.");
		}
		List<HookPhase> required = kafka.requiredPhases();
		if (!required.stream().allMatch(HookPhase::mayAbort)) {
			throw new Setting<>(KEY + "required-phases", required).refused(
					"what has been done is not prevented by anybody any more",
					"Name phases before operations, such as before-drop.");
		}
		PropertiesCheck.atLeastAMillisecond(KEY + "timeout", kafka.timeout());
		PropertiesCheck.atLeastAMillisecond(KEY + "relay-interval", kafka.relayInterval());
		atLeastOne(KEY + "topics.partitions", kafka.topics().partitions(), Integer.MAX_VALUE);
		atLeastOne(KEY + "topics.replicas", kafka.topics().replicas(), Short.MAX_VALUE);
	}

	private static boolean isPresent() {
		return ClassUtils.isPresent("org.springframework.kafka.core.KafkaTemplate", null)
				&& ClassUtils.isPresent("org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration", null);
	}

	private static void name(String key, String written, Pattern pattern, String whole) {
		if (!pattern.matcher(whole).matches() || whole.equals(".") || whole.equals("..")) {
			throw new Setting<>(key, written).refused(
					"a topic has at most 249 letters, digits, dots, hyphens and underscores",
					"Write a name such as orders. or partition-events.");
		}
	}

	private static void atLeastOne(String key, @Nullable Integer number, int most) {
		if (number != null && (number < 1 || number > most)) {
			throw new Setting<>(key, number).refused("a topic has 1 to " + most + " of them",
					"Give 1 or more, or take the key out to have the broker's default.");
		}
	}

}
