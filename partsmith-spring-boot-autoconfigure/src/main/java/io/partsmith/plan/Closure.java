package io.partsmith.plan;

import io.partsmith.scheme.Position;
import io.partsmith.topology.Partition;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * Whether a partition is complete: nothing is inserted into it any more, going by the
 * clock or by the newest key. Rows that arrive late, and transactions that began before,
 * are not seen.
 *
 * @param closed whether it is; {@code false} where that cannot be told
 * @param reason why, for people
 */
public record Closure(boolean closed, String reason) {

	static Closure open(String reason) {
		return new Closure(false, reason);
	}

	static Closure of(Survey survey, Partition partition) {
		RelationName name = partition.name();
		if (partition.isDefault()) {
			return open(name + " takes what no other partition holds");
		}
		if (partition.detachPending()) {
			return open(name + " is in a concurrent detach that has not ended");
		}
		if (survey.cursor().assumed()) {
			return open("no row tells where the ids of " + survey.table().table() + " are");
		}
		return survey.grid()
			.extent(partition.bounds())
			.map((extent) -> judge(name, extent.to(), survey.cursor().position()))
			.orElseGet(
					() -> open("the bounds of " + name + " cannot be read on the axis of " + survey.table().table()));
	}

	private static Closure judge(RelationName name, @Nullable Position end, Position cursor) {
		if (end == null) {
			return open(name + " has no upper end");
		}
		boolean closed = !cursor.isBefore(end);
		return new Closure(closed,
				name + " ends at " + end + ", and " + (closed ? "that is passed: " : "so far it is ") + cursor);
	}

}
