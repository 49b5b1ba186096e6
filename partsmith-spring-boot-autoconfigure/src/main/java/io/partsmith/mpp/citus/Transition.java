package io.partsmith.mpp.citus;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The way from the rows of a group to the servers it has now. Citus ties it down: an
 * address stands in one row only; the primary's row keeps its id for ever, for shards are
 * placed by it; and rows can be added and removed only while all workers know the same,
 * which they do not right after the primary's row was changed. So nothing is added or
 * removed in a step that changes that row: what is gone stays listed, and what is new
 * waits, until the next look.
 */
final class Transition {

	private final GroupNodes wish;

	private final List<NodeStep> steps = new ArrayList<>();

	/** What stays as it is, without a step. */
	private final List<CitusNode> kept = new ArrayList<>();

	/** Rows of servers that are gone; another server may take one over. */
	private final List<CitusNode> gone = new ArrayList<>();

	/** Servers without a row, the primary left aside. */
	private final List<CitusNode> added = new ArrayList<>();

	private boolean touchesPrimary;

	private Transition(GroupNodes old, GroupNodes wish) {
		this.wish = wish;
		@Nullable CitusNode before = old.primary().filter((node) -> node.id() != null).orElse(null);
		@Nullable CitusNode after = wish.primary().orElse(null);
		List<CitusNode> rows = old.secondaries().stream().filter((node) -> node.id() != null).toList();
		for (CitusNode row : rows) {
			boolean promoted = after != null && row.isAt(after);
			if (!promoted) {
				(isWished(row) ? this.kept : this.gone).add(row);
			}
		}
		wish.secondaries()
			.stream()
			.filter((node) -> rows.stream().noneMatch(node::isAt) && (before == null || !node.isAt(before)))
			.forEach(this.added::add);
		if (after == null) {
			old.primary().ifPresent(this.kept::add);
			this.kept.addAll(this.gone);
		}
		else if (before == null) {
			rows.stream().filter(after::isAt).forEach((row) -> this.steps.add(new NodeStep.Remove(row)));
			begin(after);
		}
		else if (before.isAt(after)) {
			stay(before, after);
		}
		else {
			@Nullable CitusNode promoted = rows.stream().filter(after::isAt).findFirst().orElse(null);
			lead(before, after, promoted);
		}
	}

	/**
	 * The way from what is to what is wished.
	 * @param old the rows as they are
	 * @param wish the servers as they should be, without ids
	 */
	static Transition between(GroupNodes old, GroupNodes wish) {
		return new Transition(old, wish);
	}

	List<NodeStep> steps() {
		return List.copyOf(this.steps);
	}

	List<CitusNode> kept() {
		return List.copyOf(this.kept);
	}

	/** Whether the primary's row is changed, so that workers will be out of sync. */
	boolean touchesPrimary() {
		return this.touchesPrimary;
	}

	private boolean isWished(CitusNode row) {
		return this.wish.secondaries().stream().anyMatch(row::isAt);
	}

	/** No row leads. A server that traffic is to be kept from gets none either. */
	private void begin(CitusNode primary) {
		if (primary.role() == NodeRole.DEMOTED) {
			this.kept.add(primary);
		}
		else {
			this.steps.add(new NodeStep.Add(primary));
		}
		takeOver();
		this.gone.forEach((row) -> this.steps.add(new NodeStep.Remove(row)));
		this.added.forEach((node) -> this.steps.add(new NodeStep.Add(node)));
	}

	/** The same server leads. */
	private void stay(CitusNode before, CitusNode after) {
		if (before.role() == after.role()) {
			this.kept.add(before);
			takeOver();
			this.gone.forEach((row) -> this.steps.add(new NodeStep.Remove(row)));
			this.added.forEach((node) -> this.steps.add(new NodeStep.Add(node)));
			return;
		}
		update(after, before);
		takeOver();
		this.kept.addAll(this.gone);
	}

	/** Another server leads, which may have had a row as a secondary. */
	private void lead(CitusNode before, CitusNode after, @Nullable CitusNode promoted) {
		boolean stays = isWished(before);
		boolean paused = before.role() == NodeRole.DEMOTED;
		if (promoted == null) {
			update(after, before);
			if (!this.gone.isEmpty() && (stays || paused && this.gone.size() > this.added.size())) {
				update(before.as(NodeRole.SECONDARY), this.gone.remove(0));
			}
			else if (stays) {
				this.kept.add(before.as(NodeRole.SECONDARY).in(null));
			}
		}
		else if (!stays && !this.added.isEmpty()) {
			update(this.added.remove(0), promoted);
			update(after, before);
		}
		else {
			if (!paused) {
				update(before.as(NodeRole.DEMOTED), before);
			}
			update(before.as(NodeRole.SECONDARY), promoted);
			update(after, before);
		}
		takeOver();
		this.kept.addAll(this.gone);
	}

	private void takeOver() {
		while (!this.gone.isEmpty() && !this.added.isEmpty()) {
			update(this.added.remove(0), this.gone.remove(0));
		}
	}

	private void update(CitusNode node, CitusNode row) {
		this.touchesPrimary |= node.role().leads();
		this.steps.add(new NodeStep.Update(node.in(Objects.requireNonNull(row.id()))));
	}

}
