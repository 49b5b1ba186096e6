package io.partsmith.plan;

import java.util.List;

import io.partsmith.scheme.Extent;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;
import org.jspecify.annotations.Nullable;

/**
 * A lifecycle unit as the planner judged it.
 *
 * @param relation the table
 * @param state its state
 * @param bounds its bounds, or {@code null} for an orphan whose window is not known
 * @param extent what it holds of the axis, or {@code null} where that is not known
 * @param why why it is still here
 * @param children its own partitions
 */
public record Unit(Relation relation, UnitState state, @Nullable PartitionBounds bounds, @Nullable Extent extent,
		String why, List<Partition> children) {

	/** A member of a set, which never expires. */
	static Unit member(Partition member) {
		UnitState state = member.isDefault() ? UnitState.DEFAULT : UnitState.ACTIVE;
		return new Unit(member.relation(), member.detachPending() ? UnitState.PENDING_DETACH : state, member.bounds(),
				null, member.isDefault() ? "takes what no other partition holds" : "a member of a fixed set",
				member.children());
	}

}
