package io.partsmith.autoconfigure;

import java.util.List;

import io.partsmith.hook.HookPhase;
import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Events of the lifecycle in Kafka, sent as {@code spring.kafka} says.
 *
 * @param enabled Whether phases are told to Kafka, by the hook bean kafkaHooks
 * @param topicPrefix What the name of each topic begins with
 * @param topic One topic for the events of all phases, in place of one topic for each
 * @param phases Phases that are told
 * @param requiredPhases Those of them, before operations, whose event the broker has to
 * acknowledge, or else the operation is not done; the others are sent later where the
 * broker is away, and keep nobody waiting
 * @param timeout Time one call may wait for the broker
 * @param relayInterval Time after which what waits in the outbox is tried again
 * @param topics What becomes of the topics at start
 */
public record KafkaEventProperties(@DefaultValue("false") boolean enabled, @DefaultValue("") String topicPrefix,
		@Nullable String topic, @DefaultValue( {
				"before-create", "after-create", "before-attach", "after-attach", "before-detach", "after-detach",
				"before-drop", "after-drop" }) List<HookPhase> phases,
		@DefaultValue({ "before-detach", "before-drop" }) List<HookPhase> requiredPhases,
		@DefaultValue("5s") TimeAmount timeout, @DefaultValue("10s") TimeAmount relayInterval,
		@DefaultValue Topics topics){

	/**
	 * What becomes of the topics at start.
	 *
	 * @param create Whether the KafkaAdmin makes those that are missing
	 * @param partitions Partitions of a new topic; the broker's default where absent
	 * @param replicas Replicas of each of its partitions; the broker's default where
	 * absent
	 */
	public record Topics(@DefaultValue("false") boolean create, @Nullable Integer partitions,
			@Nullable Integer replicas) {
	}

}
