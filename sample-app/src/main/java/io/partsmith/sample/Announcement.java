package io.partsmith.sample;

import java.util.List;

import io.partsmith.hook.PartitionEvent;
import io.partsmith.plan.Operation;

/**
 * Operations of one kind in one run of one table, told in one sentence.
 *
 * @param events what ended them, at least one
 */
record Announcement(List<PartitionEvent> events) {

	static boolean belongTogether(PartitionEvent one, PartitionEvent other) {
		return one.runId().equals(other.runId()) && one.operation().kind() == other.operation().kind();
	}

	@Override
	public String toString() {
		PartitionEvent last = this.events.get(this.events.size() - 1);
		Operation operation = last.operation();
		return "%s: %s %s (%s: %s)".formatted(last.config().id(), done(operation), names(), operation.reason(),
				operation.detail());
	}

	private static String done(Operation operation) {
		return switch (operation.kind()) {
			case CREATE, MOVE -> "created";
			case ATTACH -> "attached";
			case DETACH, FINALIZE -> "detached";
			case DROP -> "dropped";
			case CONVERT -> "converted";
		};
	}

	private String names() {
		String first = this.events.get(0).partition().name();
		int count = this.events.size();
		return (count == 1) ? first
				: "%d partitions, %s to %s".formatted(count, first, this.events.get(count - 1).partition().name());
	}

}
