package io.partsmith.plan;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Drop;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Marker;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import org.jspecify.annotations.Nullable;

/** Plans what ends a partition's life: finalize, detach, drop. */
final class RetirementPlanner {

	private final Survey survey;

	private final PlanDraft draft;

	private final Instant now;

	RetirementPlanner(Survey survey, PlanDraft draft, Instant now) {
		this.survey = survey;
		this.draft = draft;
		this.now = now;
	}

	void plan() {
		this.survey.pending()
			.forEach((placed) -> finalizeDetach(placed, !this.survey.isExpired(placed.extent()),
					"its window is kept by " + this.survey.retention()));
		this.survey.managed()
			.stream()
			.filter((placed) -> this.survey.isExpired(placed.extent()))
			.sorted(Comparator.comparing((placed) -> placed.extent().from(),
					Comparator.nullsFirst(Comparator.naturalOrder())))
			.forEach(this::detach);
		this.survey.orphans()
			.stream()
			.filter((orphan) -> !this.survey.keptOrphans().containsKey(orphan))
			.forEach(this::dropOrphan);
	}

	/** Ends the pending detaches of windows that a caller names; they come back. */
	void ensure(Collection<Window> windows) {
		this.survey.pending()
			.stream()
			.filter((placed) -> windows.stream().anyMatch((window) -> window.extent().overlaps(placed.extent())))
			.forEach((placed) -> finalizeDetach(placed, true, "its window was asked for"));
	}

	private void finalizeDetach(Survey.Placed placed, boolean wanted, String why) {
		Relation table = placed.partition().relation();
		if (!this.survey.isOurs(placed)) {
			this.draft.find(new Finding(FindingCode.DETACH_PENDING, Step.DETACH, table.name(),
					table.name() + " " + placed.extent() + " is stuck in a concurrent detach and is not ours",
					"ALTER TABLE " + this.survey.table().table() + " DETACH PARTITION " + table.name() + " FINALIZE"));
			return;
		}
		if (!table.owned()) {
			this.draft.find(Findings.notOwner(table, Step.DETACH, false));
			return;
		}
		Marker present = placed.partition().marker();
		Marker marker = (present != null && present.parent().equals(this.survey.table().table())) ? present
				: marker(placed);
		this.draft.add(new Operation.FinalizeDetach(this.survey.parent(), table, placed.window(), placed.bounds(),
				marker, wanted, Reason.DETACH_FINALIZE,
				wanted ? "its window is kept and comes back" : "its window is expired"));
		if (wanted) {

			this.draft.add(new Operation.Attach(this.survey.parent(), table, placed.window(), placed.bounds(),
					List.of(), Reason.REATTACH, why, this.survey.isUrgent(placed.window())));
		}
		else if (isOver(marker)) {
			dropAfterDetach(placed, marker);
		}
	}

	private void detach(Survey.Placed placed) {
		Relation table = placed.partition().relation();
		if (!table.owned()) {
			this.draft.find(Findings.notOwner(table, Step.DETACH, false));
			return;
		}
		Marker marker = marker(placed);
		this.draft.add(new Operation.Detach(this.survey.parent(), table, placed.window(), placed.bounds(), marker,
				mode(), Reason.RETENTION_EXPIRED, this.survey.retention() + " begins at " + this.survey.keptFrom()
						+ "; this ends at " + placed.extent().to()));
		if (isOver(marker)) {
			dropAfterDetach(placed, marker);
		}
	}

	private DetachMode mode() {
		DetachMode configured = this.survey.lifecycle().detach();
		if (configured != DetachMode.AUTO) {
			return configured;
		}
		return isConcurrentPossible() ? DetachMode.CONCURRENT : DetachMode.BLOCKING;
	}

	/**
	 * PostgreSQL refuses a concurrent detach (55000) beside a DEFAULT partition, and
	 * beside a pending one, which stays where it is not ours to finalize.
	 */
	private boolean isConcurrentPossible() {
		return this.survey.table().defaultPartition().isEmpty() && this.survey.pending()
			.stream()
			.allMatch((placed) -> this.survey.isOurs(placed) && placed.partition().relation().owned());
	}

	/**
	 * A detached table has no bounds left. Where its name will not tell its window, the
	 * marker must, or a mended retention could not bring it back.
	 */
	private Marker marker(Survey.Placed placed) {
		boolean named = this.survey.windowNamed(placed.partition().name()).filter(placed.window()::equals).isPresent();
		return new Marker(this.survey.table().table(), this.now, named ? null : placed.bounds());
	}

	private void dropAfterDetach(Survey.Placed placed, Marker marker) {
		this.draft.add(new Operation.Drop(this.survey.parent(), placed.partition().relation(), placed.window(),
				placed.bounds(), marker, Reason.FOLLOWS_DETACH, "no grace is left; dropped in the run that detaches"));
	}

	private void dropOrphan(Orphan orphan) {
		if (orphan.relation().kind() == RelationKind.FOREIGN) {
			this.draft.find(new Finding(FindingCode.FOREIGN_PARTITION, Step.DROP, orphan.name(),
					orphan.name() + " carries our marker, but is a foreign table",
					"DROP FOREIGN TABLE " + orphan.name() + " if it is not needed any more"));
			return;
		}
		Instant end = graceEnd(orphan.marker());
		if (end == null) {
			return;
		}
		if (end.isAfter(this.now)) {
			this.draft.find(new Finding(FindingCode.GRACE_PENDING, Step.DROP, orphan.name(),
					orphan.name() + " is dropped after " + end,
					"Nothing; a longer retention brings it back until then"));
			return;
		}
		if (!orphan.relation().owned()) {
			this.draft.find(Findings.notOwner(orphan.relation(), Step.DROP, false));
			return;
		}
		Window window = this.survey.windowOf(orphan).orElse(null);
		PartitionBounds bounds = (window != null) ? this.survey.grid().bounds(window) : null;
		Instant detachedAt = orphan.marker().detachedAt();
		this.draft.add(new Operation.Drop(this.survey.parent(), orphan.relation(), window, bounds, orphan.marker(),
				Reason.GRACE_ELAPSED, (detachedAt != null) ? "detached at " + detachedAt + ", grace over since " + end
						: "its marker names no time of detach, so it has no grace"));
	}

	private boolean isOver(Marker marker) {
		Instant end = graceEnd(marker);
		return end != null && !end.isAfter(this.now);
	}

	/** When an orphan may be dropped, or {@code null} for never. */
	private @Nullable Instant graceEnd(Marker marker) {
		if (!(this.survey.lifecycle().drop() instanceof Drop.DropAfter after)) {
			return null;
		}
		Instant detachedAt = marker.detachedAt();
		return (detachedAt != null) ? after.grace().after(detachedAt, ZoneOffset.UTC) : Instant.MIN;
	}

}
