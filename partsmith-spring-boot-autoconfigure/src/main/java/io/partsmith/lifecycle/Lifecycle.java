package io.partsmith.lifecycle;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * When the partitions of a table come and go.
 *
 * @param creation how far ahead they are made
 * @param retention which are kept
 * @param detach how an expired one leaves its parent
 * @param drop what becomes of it then
 * @param holds what is kept whatever the rest says
 * @param limits how much one run may retire
 * @param columnar when a closed partition is kept in columns, or {@code null} where it
 * stays as it is
 */
public record Lifecycle(Creation creation, Retention retention, DetachMode detach, Drop drop, List<Hold> holds,
		Limits limits, @Nullable Columnar columnar) {

	/**
	 * Copies the holds.
	 * @param creation how far ahead partitions are made
	 * @param retention which are kept
	 * @param detach how an expired one leaves its parent
	 * @param drop what becomes of it then
	 * @param holds what is kept whatever the rest says
	 * @param limits how much one run may retire
	 * @param columnar when a closed partition is kept in columns, or {@code null}
	 */
	public Lifecycle {
		holds = List.copyOf(holds);
	}

	/**
	 * A lifecycle without holds and limits.
	 * @param creation how far ahead partitions are made
	 * @param retention which are kept
	 * @param detach how an expired one leaves its parent
	 * @param drop what becomes of it then
	 */
	public Lifecycle(Creation creation, Retention retention, DetachMode detach, Drop drop) {
		this(creation, retention, detach, drop, List.of(), Limits.NONE, null);
	}

	/**
	 * A lifecycle that only creates.
	 * @param creation how far ahead partitions are made
	 * @return the lifecycle; nothing ever expires
	 */
	public static Lifecycle creating(Creation creation) {
		return new Lifecycle(creation, new Retention.KeepAll(), DetachMode.AUTO,
				new Drop.DropAfter(Drop.DEFAULT_GRACE));
	}

	/**
	 * Every condition in it, however deep.
	 * @return the conditions of creation, retention and drop
	 */
	public List<Condition> conditions() {
		List<Condition> conditions = new ArrayList<>(this.retention.all());
		if (this.creation instanceof Creation.CreateNextIf next) {
			conditions.addAll(next.when().all());
		}
		if (this.drop instanceof Drop.DropAfter after && after.when() != null) {
			conditions.addAll(after.when().all());
		}
		return conditions;
	}

	/**
	 * The same with another retention.
	 * @param kept which partitions are kept
	 * @return a copy
	 */
	public Lifecycle keeping(Retention kept) {
		return new Lifecycle(this.creation, kept, this.detach, this.drop, this.holds, this.limits, this.columnar);
	}

	/**
	 * The same with another detach mode.
	 * @param mode how an expired partition leaves
	 * @return a copy
	 */
	public Lifecycle detaching(DetachMode mode) {
		return new Lifecycle(this.creation, this.retention, mode, this.drop, this.holds, this.limits, this.columnar);
	}

	/**
	 * The same with another drop policy.
	 * @param policy what becomes of a detached table
	 * @return a copy
	 */
	public Lifecycle dropping(Drop policy) {
		return new Lifecycle(this.creation, this.retention, this.detach, policy, this.holds, this.limits,
				this.columnar);
	}

	/**
	 * The same under other holds.
	 * @param held what is kept whatever the rest says
	 * @return a copy
	 */
	public Lifecycle holding(List<Hold> held) {
		return new Lifecycle(this.creation, this.retention, this.detach, this.drop, held, this.limits, this.columnar);
	}

	/**
	 * The same under other limits.
	 * @param most how much one run may retire
	 * @return a copy
	 */
	public Lifecycle limited(Limits most) {
		return new Lifecycle(this.creation, this.retention, this.detach, this.drop, this.holds, most, this.columnar);
	}

	/**
	 * The same with closed partitions in columns.
	 * @param rule when they are converted, or {@code null} for never
	 * @return a copy
	 */
	public Lifecycle converting(@Nullable Columnar rule) {
		return new Lifecycle(this.creation, this.retention, this.detach, this.drop, this.holds, this.limits, rule);
	}

}
