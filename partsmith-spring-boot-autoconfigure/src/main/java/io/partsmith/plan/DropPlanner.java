package io.partsmith.plan;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Candidate;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Truth;
import io.partsmith.lifecycle.Verdict;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Branch;
import io.partsmith.topology.Marker;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;
import org.jspecify.annotations.Nullable;

/** Plans the end of detached tables. */
final class DropPlanner {

	private final Survey survey;

	private final PlanDraft draft;

	private final Unanswered unanswered;

	private final Instant now;

	private final @Nullable Long goingWith;

	/**
	 * A planner of drops.
	 * @param goingWith the OID of the attached unit around, which is going; or
	 * {@code null}
	 */
	DropPlanner(Survey survey, PlanDraft draft, Unanswered unanswered, Instant now, @Nullable Long goingWith) {
		this.survey = survey;
		this.draft = draft;
		this.unanswered = unanswered;
		this.now = now;
		this.goingWith = goingWith;
	}

	/** Drops in the run that detaches, where no grace is left. */
	void afterDetach(Placed placed, Marker marker) {
		if (!isOver(marker) || isWaitedFor(placed.partition().relation(), placed.partition().branch())) {
			return;
		}
		Candidate unit = this.survey.candidate(placed);
		Verdict verdict = mayDrop(unit);
		if (verdict == null || verdict.isYes()) {
			this.draft.add(new Operation.Drop(this.survey.parent(), measured(unit), placed.window(), placed.bounds(),
					marker, behind(unit.relation(), placed.partition().branch()), null, Reason.FOLLOWS_DETACH,
					"no grace is left; dropped in the run that detaches" + because(verdict)));
		}
	}

	private static String because(@Nullable Verdict verdict) {
		return (verdict != null) ? "; " + verdict.because() : "";
	}

	/** What the drop's own condition says, or {@code null} where there is none. */
	private @Nullable Verdict mayDrop(Candidate unit) {
		if (!(this.survey.lifecycle().drop() instanceof Drop.DropAfter after) || after.when() == null) {
			return null;
		}
		Verdict verdict = this.survey.expiry().judge(after.when(), unit, this.draft.knowledge().retirement());
		this.unanswered.heed(verdict, unit.relation().name());
		return verdict;
	}

	/** Drops what was detached before. */
	void orphan(Orphan orphan) {
		if (this.survey.site().isForeign(orphan.relation())) {
			this.draft.find(new Finding(FindingCode.FOREIGN_PARTITION, Step.DROP, orphan.name(),
					orphan.name() + " carries our marker, but is a foreign table",
					"DROP FOREIGN TABLE " + orphan.name() + " if it is not needed any more"));
			return;
		}
		if (isNoWindow(orphan.marker().bounds())) {
			this.draft.find(new Finding(FindingCode.STALE_MARKER, Step.DROP, orphan.name(),
					orphan.name() + " was detached while its rows were moved into another table, and held no window;"
							+ " rows that came late may lie in it, so it is not dropped",
					"Call unpartition again, which moves them and drops it; or look at it, and drop it by hand"));
			return;
		}
		Instant end = graceEnd(orphan.marker());
		Window window = this.survey.detached().windowOf(orphan).orElse(null);
		if (end == null || !this.survey.holds(orphan).isEmpty() || isUnjudged(orphan, window)) {
			return;
		}
		if (end.isAfter(this.now)) {
			this.draft.find(new Finding(FindingCode.GRACE_PENDING, Step.DROP, orphan.name(),
					orphan.name() + " is dropped after " + end,
					"Nothing; a longer retention brings it back until then"));
		}
		else if (!orphan.relation().owned()) {
			this.draft.find(Findings.notOwner(orphan.name(), this.survey.table().access(), Step.DROP, false));
		}
		else if (!isWaitedFor(orphan.relation(), orphan.branch())) {
			drop(orphan, window, end);
		}
	}

	/**
	 * Retention detaches nothing of that sort; it says nothing of how old its rows are.
	 */
	private boolean isNoWindow(@Nullable PartitionBounds held) {
		return held instanceof PartitionBounds.Default
				|| held != null && this.survey.grid().extent(held).filter(Extent::isUnbounded).isPresent();
	}

	/** Whether tables that were detached from beneath it stay for now. */
	private boolean isWaitedFor(Relation unit, @Nullable Branch branch) {
		List<Orphan> waiting = beneath(unit, branch).filter((orphan) -> !isGoing(orphan)).toList();
		if (!waiting.isEmpty()) {
			this.draft.find(Findings.waitsForOrphans(unit, waiting));
		}
		return !waiting.isEmpty();
	}

	/** The tables that were detached from beneath it and are dropped right before it. */
	private Set<Long> behind(Relation unit, @Nullable Branch branch) {
		return beneath(unit, branch).filter(this::isGoing)
			.map((orphan) -> orphan.relation().oid())
			.collect(Collectors.toSet());
	}

	private Stream<Orphan> beneath(Relation unit, @Nullable Branch branch) {
		return new OrphansBeneath(this.survey.site()).of(unit, branch).stream();
	}

	private boolean isGoing(Orphan orphan) {
		return this.draft.drops(orphan.name());
	}

	/** Whether nobody knows if retention wants its window back. */
	private boolean isUnjudged(Orphan orphan, @Nullable Window window) {
		if (window == null) {
			return false;
		}
		Verdict verdict = this.survey.verdict(orphan, window);
		this.unanswered.heed(verdict, orphan.name());
		return verdict.truth() == Truth.UNKNOWN;
	}

	private void drop(Orphan orphan, @Nullable Window window, Instant end) {
		Candidate unit = this.survey.expiry().candidate(orphan.relation(), window, false);
		Verdict verdict = mayDrop(unit);
		if (verdict != null && verdict.isNo()) {
			this.draft.find(new Finding(FindingCode.DROP_DEFERRED, Step.DROP, orphan.name(),
					"The grace of " + orphan.name() + " is over, but it stays: " + verdict.because(),
					"Nothing; it is dropped as soon as the condition is true"));
		}
		else if (verdict == null || verdict.isYes()) {
			PartitionBounds bounds = (window != null) ? this.survey.grid().bounds(window) : null;
			Instant detachedAt = orphan.marker().detachedAt();
			this.draft.add(new Operation.Drop(this.survey.parent(), measured(unit), window, bounds, orphan.marker(),
					behind(orphan.relation(), orphan.branch()), this.goingWith, Reason.GRACE_ELAPSED,
					((detachedAt != null) ? "detached at " + detachedAt + ", grace over since " + end
							: "its marker names no time of detach, so it has no grace") + because(verdict)));
		}
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

	private Relation measured(Candidate unit) {
		return Figures.of(unit, this.survey.lifecycle(), this.draft.knowledge().retirement());
	}

}
