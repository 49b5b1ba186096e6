package io.partsmith.plan;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.lifecycle.Hold;
import io.partsmith.topology.Branch;
import io.partsmith.topology.Marker;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import org.jspecify.annotations.Nullable;

/**
 * A partition or an orphan whose rows are moved into another table.
 *
 * @param relation the table
 * @param bounds its bounds, or {@code null} where they are not known
 * @param pending whether a concurrent detach of it began and did not end
 * @param marker its marker; {@code null} for a partition that is attached
 * @param branch its division, or {@code null}
 * @param holds the legal holds over it
 */
record Emptying(Relation relation, @Nullable PartitionBounds bounds, boolean pending, @Nullable Marker marker,
		@Nullable Branch branch, List<Hold> holds) {

	/** The tables that hold its rows. */
	List<Relation> leaves() {
		List<Relation> leaves = new ArrayList<>();
		collect(this.relation, this.branch, leaves);
		return leaves;
	}

	private static void collect(Relation relation, @Nullable Branch branch, List<Relation> leaves) {
		if (relation.kind() != RelationKind.PARTITIONED) {
			leaves.add(relation);
		}
		else if (branch != null) {
			branch.partitions().forEach((partition) -> collect(partition.relation(), partition.branch(), leaves));
		}
	}

	/** Why its rows do not go into another table, but stay where they are. */
	List<Finding> obstacles(String id, Destination into) {
		List<Finding> obstacles = new ArrayList<>();
		leaves().stream()
			.filter((leaf) -> leaf.kind() == RelationKind.FOREIGN)
			.findFirst()
			.ifPresent((foreign) -> obstacles
				.add(left("the rows of the foreign table " + foreign.name() + " lie elsewhere",
						"Copy them by hand if they are wanted: "
								+ RowCopy.sql(foreign.name(), into.name(), into.columns()))));
		leaves().stream()
			.filter((leaf) -> leaf.kind() == RelationKind.COLUMNAR)
			.findFirst()
			.ifPresent((columnar) -> obstacles
				.add(left("no row can be deleted from the columnar table " + columnar.name() + " (0A000)",
						"ALTER TABLE " + columnar.name() + " SET ACCESS METHOD heap, and call again")));
		if (!this.holds.isEmpty()) {
			obstacles.add(new Finding(FindingCode.UNDER_LEGAL_HOLD, Step.MOVE, this.relation.name(),
					this.relation.name() + " is under the legal hold " + this.holds.get(0) + ", and its rows stay",
					"Take the hold out of partsmith.tables." + id + " when the case is closed"));
		}
		return obstacles;
	}

	private Finding left(String why, String next) {
		return new Finding(FindingCode.ROWS_LEFT, Step.MOVE, this.relation.name(),
				"Rows stay in " + this.relation.name() + ": " + why, next);
	}

}
