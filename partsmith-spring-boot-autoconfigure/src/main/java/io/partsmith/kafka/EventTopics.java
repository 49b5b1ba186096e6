package io.partsmith.kafka;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

import io.partsmith.hook.HookPhase;
import org.jspecify.annotations.Nullable;

/**
 * Where events go.
 *
 * @param prefix what the name of each topic begins with, may be empty
 * @param single the topic of all phases, or {@code null} for one topic for each
 * @param phases the phases that are told at all
 */
public record EventTopics(String prefix, @Nullable String single, Set<HookPhase> phases) {

	/**
	 * Copies the phases.
	 * @param prefix what the name of each topic begins with
	 * @param single the topic of all phases, or {@code null}
	 * @param phases the phases that are told
	 */
	public EventTopics {
		phases = Set.copyOf(phases);
	}

	/**
	 * The topic of a phase.
	 * @param phase the phase
	 * @return its name, the prefix included
	 */
	public String of(HookPhase phase) {
		return this.prefix + ((this.single != null) ? this.single : switch (phase) {
			case BEFORE_CREATE -> "partition.creating";
			case AFTER_CREATE -> "partition.created";
			case BEFORE_ATTACH -> "partition.attaching";
			case AFTER_ATTACH -> "partition.attached";
			case BEFORE_DETACH -> "partition.detaching";
			case AFTER_DETACH -> "partition.detached";
			case BEFORE_DROP -> "partition.expiring";
			case AFTER_DROP -> "partition.dropped";
		});
	}

	/**
	 * Every topic that is used.
	 * @return the names without repetition, in the order of the phases
	 */
	public List<String> all() {
		return this.phases.stream().sorted(Comparator.naturalOrder()).map(this::of).distinct().toList();
	}

}
