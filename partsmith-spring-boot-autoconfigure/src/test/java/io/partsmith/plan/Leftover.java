package io.partsmith.plan;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Progression;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;

/**
 * What a plan leaves to the next one, because it must not go by what is not done yet.
 * There are few such cases, most of them pinned in {@link SettlingTest}; everything else
 * is done by one plan.
 *
 * @param done the plan
 * @param config the table's configuration
 * @param before the relations when it was planned
 * @param after the relations when it was carried out
 */
record Leftover(MaintenancePlan done, TablePartitionConfig config, Family before, Family after) {

	Leftover(MaintenancePlan done, TablePartitionConfig config, TableTopology.Partitioned before,
			TableTopology.Partitioned after) {
		this(done, config, new Family(before), new Family(after));
	}

	/** Whether one of these cases is why an operation was not planned before. */
	boolean explains(Operation operation, MaintenancePlan again) {
		return isBeneathWhatWasJoined(operation) || isBeneathAMovedList(operation) || hasANameSetFree(operation)
				|| standsBehindANameSetFree(operation, again) || belongsToWhatWasMade(operation)
				|| standsBehindAStrangers(operation) || hasLostWhatTold(operation);
	}

	/**
	 * An unmarked branch is taken for ours only when its attach has seen that it is
	 * empty. Before that, nothing may be detached, dropped or attached beneath it.
	 */
	private boolean isBeneathWhatWasJoined(Operation operation) {
		return this.done.operations()
			.stream()
			.filter((it) -> it.kind() == OperationKind.ATTACH && it.reason() == Reason.SUBTREE)
			.anyMatch((it) -> this.after.isWithin(operation.parent().name(), it.partition()));
	}

	/**
	 * Where somebody else's table is in the way of a window, which is urgent, an empty
	 * series has its first partition behind it, and is counted from there.
	 */
	private boolean standsBehindAStrangers(Operation operation) {
		return operation instanceof Operation.Create && !this.before.isFilled(operation.parent().name())
				&& isMovedByMaxKey(this.after.depth(operation.parent().name()))
				&& this.done.findings()
					.stream()
					.filter((it) -> it.urgent() && it.partition() != null)
					.filter((it) -> it.code() == FindingCode.NOT_OWNER || it.code() == FindingCode.NAME_UNUSABLE)
					.anyMatch((it) -> isMemberOf(it.partition(), operation.parent().name()));
	}

	/** Whether it is, was or by its name would be a member or a range of ids. */
	private boolean isMemberOf(RelationName partition, RelationName parent) {
		return this.before.isChild(partition, parent)
				|| partition.name().matches(Pattern.quote(parent.name()) + "__m?\\d+");
	}

	/**
	 * The rows that told an empty series where ids are have left with a unit. From then
	 * on it goes by its own partitions, and where no row is left at all, nothing expires;
	 * should the detach fail, the rows are still there.
	 */
	private boolean hasLostWhatTold(Operation operation) {
		RelationName series = operation.parent().name();
		int depth = this.after.depth(series);
		if (!isMovedByMaxKey(depth) || this.before.isFilled(series)) {
			return false;
		}
		Optional<BigInteger> told = this.before.newest(this.config, depth);
		Optional<BigInteger> left = this.after.newest(this.config, depth);
		return told.isPresent() && (left.isEmpty() || left.get().compareTo(told.get()) < 0);
	}

	private boolean isMovedByMaxKey(int depth) {
		return this.config.scheme().levels().get(depth) instanceof Progression level
				&& level.boundaries().cursor() == CursorSource.MAX_KEY;
	}

	/**
	 * A list that its newest member moves on has moved only when that member is attached.
	 * Should the attach fail, nothing must have been retired for it.
	 */
	private boolean isBeneathAMovedList(Operation operation) {
		return this.done.operations()
			.stream()
			.filter((it) -> it.kind() == OperationKind.CREATE || it.kind() == OperationKind.ATTACH)
			.filter((it) -> it.reason() != Reason.MARKER_STALE
					&& this.after.isWithin(operation.parent().name(), it.parent().name()))
			.anyMatch(this::movesItsList);
	}

	private boolean movesItsList(Operation operation) {
		RelationName list = operation.parent().name();
		if (!(this.config.scheme().levels().get(this.after.depth(list)) instanceof Progression level)
				|| level.boundaries().cursor() != CursorSource.NEWEST_MEMBER) {
			return false;
		}
		BigInteger member = ((Position.Id) operation.window().from()).value();
		return this.before.members(list).stream().allMatch((it) -> it.compareTo(member) < 0);
	}

	/**
	 * What inserts need is made first and a drop comes last. A partition whose name the
	 * drop sets free is told of, and made by the next run.
	 */
	private boolean hasANameSetFree(Operation operation) {
		if (!(operation instanceof Operation.Create create)) {
			return false;
		}
		Set<RelationName> free = new HashSet<>(this.before.names());
		free.removeAll(this.after.names());
		return create.made()
			.all()
			.map(NewPartition::name)
			.filter(free::contains)
			.anyMatch((name) -> this.done.findings()
				.stream()
				.anyMatch((it) -> it.code() == FindingCode.NAME_UNUSABLE && name.equals(it.partition())));
	}

	/**
	 * An orphan whose parent was gone belongs to nobody, and is told of; a branch that
	 * this run makes under the parent's name owns it from the next one on.
	 */
	private boolean belongsToWhatWasMade(Operation operation) {
		return operation instanceof Operation.OnTable known && this.before.names().contains(known.partition())
				&& this.done.operations()
					.stream()
					.filter(Operation.Create.class::isInstance)
					.flatMap((it) -> ((Operation.Create) it).made().all())
					.anyMatch((made) -> made.name().equals(operation.parent().name()));
	}

	/**
	 * A catch-all makes room for one window after the other, or it would leave a hole.
	 */
	private boolean standsBehindANameSetFree(Operation operation, MaintenancePlan again) {
		return operation instanceof Operation.Create create && create.displaced() != null
				&& again.operations()
					.stream()
					.filter((it) -> it instanceof Operation.Create other && other.displaced() != null
							&& other.displaced().table().equals(create.displaced().table()))
					.anyMatch(this::hasANameSetFree);
	}

}
