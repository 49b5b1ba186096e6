package io.partsmith.plan;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Marker;
import io.partsmith.topology.Relation;
import org.jspecify.annotations.Nullable;

/** Plans what ends a partition's life: finalize, detach, drop. */
final class RetirementPlanner {

	private final Survey survey;

	private final PlanDraft draft;

	private final Joining returning;

	private final Instant now;

	private final Unanswered unanswered;

	private final DropPlanner drops;

	/** What keeps everything from being detached, told before anything expires. */
	private final List<Finding> obstacles;

	/**
	 * A planner of what ends.
	 * @param returning what to do beneath a table that comes back
	 * @param goingWith the OID of the attached unit around, which is going; or
	 * {@code null}
	 */
	RetirementPlanner(Survey survey, PlanDraft draft, Joining returning, Instant now, @Nullable Long goingWith) {
		this.survey = survey;
		this.draft = draft;
		this.returning = returning;
		this.now = now;
		this.unanswered = new Unanswered(survey, draft);
		this.drops = new DropPlanner(survey, draft, this.unanswered, now, goingWith);
		this.obstacles = new DetachCheck(survey).obstacles();
	}

	void plan() {
		this.survey.layout().pending().forEach((placed) -> {
			if (this.survey.layout().isOurs(placed)) {
				ask(placed);
			}
			finalizeDetach(placed, !this.survey.isExpired(placed), kept(placed));
		});
		if (!(this.survey.lifecycle().retention() instanceof Retention.KeepAll)) {
			this.obstacles.forEach(this.draft::find);
		}
		this.survey.layout().managed().forEach(this::ask);
		this.survey.layout()
			.managed()
			.stream()
			.filter(this.survey::isExpired)
			.sorted(Comparator.comparing((placed) -> placed.extent().from(),
					Comparator.nullsFirst(Comparator.naturalOrder())))
			.forEach(this::detach);
		this.survey.detached()
			.orphans()
			.stream()
			.filter((orphan) -> !this.survey.keptOrphans().containsKey(orphan))
			.forEach(this.drops::orphan);
		this.unanswered.tell();
	}

	/** Drops what was detached from a relation that is going itself. */
	void dropOrphans() {
		this.survey.detached().orphans().forEach(this.drops::orphan);
		this.unanswered.tell();
	}

	/** Under a hold, nobody needs to know. */
	private void ask(Placed placed) {
		if (this.survey.holds(placed).isEmpty()) {
			this.unanswered.heed(this.survey.verdict(placed), placed.partition().name());
		}
	}

	private String kept(Placed placed) {
		List<Hold> holds = this.survey.holds(placed);
		return holds.isEmpty() ? "its window is kept by " + this.survey.retention()
				: "it is under the legal hold " + holds.get(0);
	}

	/** Ends the pending detaches of windows that a caller names; they come back. */
	void ensure(Collection<Window> windows) {
		this.survey.layout()
			.pending()
			.stream()
			.filter((placed) -> windows.stream().anyMatch((window) -> window.extent().overlaps(placed.extent())))
			.forEach((placed) -> finalizeDetach(placed, true, "its window was asked for"));
	}

	private void finalizeDetach(Placed placed, boolean wanted, String why) {
		Relation table = placed.partition().relation();
		if (!this.survey.layout().isOurs(placed)) {
			this.draft.find(new Finding(FindingCode.DETACH_PENDING, Step.DETACH, table.name(),
					table.name() + " " + placed.extent() + " is stuck in a concurrent detach and is not ours",
					"ALTER TABLE " + this.survey.table().table() + " DETACH PARTITION " + table.name() + " FINALIZE"));
			return;
		}
		if (!table.owned()) {
			this.draft.find(notOwner(table, wanted && this.survey.isUrgent(placed.window())));
			return;
		}
		Marker present = placed.partition().marker();
		Marker marker = (present != null && present.parent().equals(this.survey.table().table())) ? present
				: marker(placed);
		this.draft.add(new Operation.FinalizeDetach(this.survey.parent(), table, placed.window(), placed.bounds(),
				marker, wanted, Reason.DETACH_FINALIZE,
				wanted ? "its window is kept and comes back" : "its window is expired"));
		if (wanted) {
			Joined beneath = this.survey.joined(table, placed.partition().branch(), placed.window(), this.returning);
			this.draft.add(new Operation.Attach(this.survey.parent(), table, placed.window(), placed.bounds(),
					beneath.completions(), Reason.REATTACH, why, this.survey.isUrgent(placed.window())));
			beneath.behind().forEach(this.draft::add);
		}
		else {
			this.drops.afterDetach(placed, marker);
		}
	}

	private void detach(Placed placed) {
		Relation table = placed.partition().relation();
		if (!table.owned()) {
			this.draft.find(notOwner(table, false));
			return;
		}
		if (!this.obstacles.isEmpty()) {
			return;
		}
		Marker marker = marker(placed);
		this.draft
			.add(new Operation.Detach(this.survey.parent(),
					Figures.of(this.survey.candidate(placed), this.survey.lifecycle(),
							this.draft.knowledge().retirement()),
					placed.window(), placed.bounds(), marker, mode(), Reason.RETENTION_EXPIRED,
					this.survey.verdict(placed).because()));
		this.drops.afterDetach(placed, marker);
	}

	private Finding notOwner(Relation table, boolean urgent) {
		return Findings.notOwner(table.name(), this.survey.table().access(), Step.DETACH, urgent);
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
	 * beside a pending one, which stays where it is not ours to finalize, or where it
	 * cannot end: nothing would go for weeks behind it. It runs in no transaction, so
	 * that behind a pooler its timeouts could reach another session. Citus has none for
	 * what it keeps.
	 */
	private boolean isConcurrentPossible() {
		return !this.survey.table().access().pooled() && this.survey.table().distribution().isEmpty()
				&& this.survey.parent().defaultPartition() == null
				&& this.survey.layout().pending().stream().allMatch(this::canEnd);
	}

	private boolean canEnd(Placed pending) {
		return this.survey.layout().isOurs(pending) && pending.partition().relation().owned()
				&& !pending.partition().outgrown();
	}

	/**
	 * A detached table has no bounds left. Where its name will not tell its window, the
	 * marker must, or a mended retention could not bring it back.
	 */
	private Marker marker(Placed placed) {
		boolean named = this.survey.detached()
			.windowNamed(placed.partition().name())
			.filter(placed.window()::equals)
			.isPresent();
		return new Marker(this.survey.table().table(), this.now, named ? null : placed.bounds());
	}

}
