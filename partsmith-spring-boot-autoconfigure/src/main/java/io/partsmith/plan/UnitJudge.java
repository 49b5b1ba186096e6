package io.partsmith.plan;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Hold;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.RelationKind;
import org.jspecify.annotations.Nullable;

/** Gives every unit its state, and says why it is still here. */
final class UnitJudge {

	private final Survey survey;

	private final List<Unit> units = new ArrayList<>();

	UnitJudge(Survey survey) {
		this.survey = survey;
	}

	/** Every unit in the order of the axis, the DEFAULT partition and unknowns last. */
	List<Unit> judge() {
		this.survey.layout()
			.managed()
			.forEach((placed) -> add(placed.partition(), placed.extent(), state(placed), why(placed)));
		this.survey.layout()
			.pending()
			.forEach((placed) -> add(placed.partition(), placed.extent(), UnitState.PENDING_DETACH,
					"a concurrent detach began and did not end"));
		this.survey.layout()
			.unmanaged()
			.forEach((placed) -> add(placed.partition(), placed.extent(), UnitState.UNMANAGED, whyNotOurs(placed)));
		this.survey.layout()
			.catchAlls()
			.forEach((placed) -> add(placed.partition(), placed.extent(), UnitState.DEFAULT,
					"a catch-all, which never expires"));
		this.survey.layout()
			.crossing()
			.forEach((partition) -> add(partition, null, UnitState.UNMANAGED, "it is no window of the grid"));
		this.survey.layout()
			.unplaced()
			.forEach((partition) -> add(partition, null, UnitState.UNMANAGED, "its bounds cannot be read"));
		this.survey.table()
			.defaultPartition()
			.ifPresent((partition) -> add(partition, null, UnitState.DEFAULT, "takes what no other partition holds"));
		this.survey.detached().orphans().forEach(this::orphan);
		this.units.sort(Comparator.comparing((unit) -> (unit.extent() != null) ? unit.extent().to() : null,
				Comparator.nullsLast(Comparator.naturalOrder())));
		return this.units;
	}

	private void add(Partition partition, @Nullable Extent extent, UnitState state, String why) {
		String kept = (partition.relation().kind() == RelationKind.COLUMNAR) ? why + "; kept in columns" : why;
		this.units.add(new Unit(partition.relation(), state, partition.bounds(), extent, kept, partition.children()));
	}

	private UnitState state(Placed placed) {
		if (this.survey.isExpired(placed)) {
			return UnitState.EXPIRED;
		}
		return this.survey.cursor().position().isBefore(this.survey.start(placed.extent())) ? UnitState.FUTURE
				: UnitState.ACTIVE;
	}

	private String why(Placed placed) {
		List<Hold> holds = this.survey.holds(placed);
		if (!holds.isEmpty()) {
			return "under the legal hold " + holds.get(0);
		}
		return switch (state(placed)) {
			case EXPIRED -> "no longer kept by " + this.survey.retention() + "; the next retire run detaches it";
			case FUTURE -> "made ahead of need";
			default -> placed.extent().contains(this.survey.cursor().position()) ? "holds the present"
					: (this.survey.keptFrom() != null)
							? "within " + this.survey.retention() + ", which begins at " + this.survey.keptFrom()
							: this.survey.verdict(placed).because();
		};
	}

	private String whyNotOurs(Placed placed) {
		if (this.survey.site().isForeign(placed.partition().relation())) {
			return "a foreign table";
		}
		return placed.extent().isUnbounded() ? "it has an open end" : "it lies across windows of the grid";
	}

	/** The orphans of a relation that is going itself. */
	List<Unit> judgeOrphans() {
		this.survey.detached()
			.orphans()
			.forEach((orphan) -> this.units
				.add(new Unit(orphan.relation(), UnitState.DETACHED, null, null, whyGoing(orphan), List.of())));
		return this.units;
	}

	private String whyGoing(Orphan orphan) {
		boolean stays = !this.survey.holds(orphan).isEmpty()
				|| this.survey.lifecycle().drop() instanceof Drop.DropNever;
		return stays ? whyOrphan(orphan) : "what it was detached from goes too; it is dropped first";
	}

	private void orphan(Orphan orphan) {
		Optional<Window> window = this.survey.detached().windowOf(orphan);
		this.units
			.add(new Unit(orphan.relation(), UnitState.DETACHED, window.map(this.survey.grid()::bounds).orElse(null),
					window.map(Window::extent).orElse(null), whyOrphan(orphan), List.of()));
	}

	private String whyOrphan(Orphan orphan) {
		List<Hold> holds = this.survey.holds(orphan);
		if (!holds.isEmpty()) {
			return "under the legal hold " + holds.get(0);
		}
		if (this.survey.keptOrphans().containsKey(orphan)) {
			return "its window is kept again; the next create run attaches it";
		}
		Instant detachedAt = orphan.marker().detachedAt();
		if (this.survey.lifecycle().drop() instanceof Drop.DropAfter after) {
			return (detachedAt != null) ? "to be dropped after " + after.grace().after(detachedAt, ZoneOffset.UTC)
					+ ((after.when() != null) ? " if " + after.when().describe() : "") + ", detached at " + detachedAt
					: "to be dropped by the next retire run, its marker names no time of detach";
		}
		return "drop-never";
	}

}
