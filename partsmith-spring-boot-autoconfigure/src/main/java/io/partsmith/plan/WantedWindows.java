package io.partsmith.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Condition;
import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Truth;
import io.partsmith.lifecycle.Verdict;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.BrokenContractException;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Window;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * The windows a table should have: those ahead of the cursor, nearest first, then the
 * holes between kept partitions, and orphans that come back, newest first, so that what
 * an insert needs soonest is made first.
 */
final class WantedWindows {

	private final Survey survey;

	private final PlanDraft draft;

	private final Map<Window, Wish> wishes = new LinkedHashMap<>();

	private boolean ended;

	WantedWindows(Survey survey, PlanDraft draft) {
		this.survey = survey;
		this.draft = draft;
		ahead();
		holes();
	}

	/** The windows in the order in which they are to be made. */
	Map<Window, Wish> wishes() {
		return this.wishes;
	}

	private void ahead() {
		Axis axis = this.survey.axis();
		Creation creation = this.survey.lifecycle().creation();
		if (creation instanceof Creation.CreateNextIf next) {
			next(next.when());
			return;
		}
		Window window = this.survey.cursor().window();
		Position until = (creation instanceof Creation.CreateUntil to) ? Points.on(axis, to.until()) : null;
		int count = (creation instanceof Creation.CreateAhead ahead) ? ahead.count() : Creation.MAX_WINDOWS;
		for (int number = 1; number <= count; number++) {
			if (until == null) {
				want(window, Reason.CREATE_AHEAD,
						"window " + number + " of " + count + ", counted from the current one");
			}
			else if (number == 1 || window.from().compareTo(until) <= 0) {
				want(window, Reason.CREATE_UNTIL, "create-until " + until);
			}
			else {
				return;
			}
			Window next = next(window);
			if (next == null) {
				return;
			}
			window = next;
		}
		if (until != null && axis.holds(window) && window.from().compareTo(until) <= 0) {
			this.draft.find(new Finding(FindingCode.HORIZON_CAPPED, Step.PLAN, null,
					"create-until " + until + " lies more than " + Creation.MAX_WINDOWS + " windows ahead in "
							+ this.survey.table().table(),
					"Name a nearer end, or a coarser granularity or step, for " + this.survey.site().config().id()));
		}
	}

	/** Wants a window, or tells that none can be there. */
	private void want(Window window, Reason reason, String detail) {
		if (this.survey.axis().holds(window)) {
			wish(window, reason, detail);
		}
		else if (!this.ended) {
			this.ended = true;
			this.draft.find(AxisEnd.ofKeys(this.survey, window));
		}
	}

	/** The next window, or {@code null} where the calendar has none. */
	private @Nullable Window next(Window window) {
		try {
			return this.survey.axis().next(window);
		}
		catch (BrokenContractException ex) {
			this.draft.find(AxisEnd.ofCalendar(this.survey, window, ex));
			return null;
		}
	}

	/** The current window; and one more where the newest partition calls for it. */
	private void next(Condition when) {
		Axis axis = this.survey.axis();
		Window current = this.survey.cursor().window();
		want(current, Reason.CREATE_NEXT, "there is always a current window");
		Placed newest = this.survey.layout()
			.managed()
			.stream()
			.max(Comparator.comparing((placed) -> placed.window().to()))
			.filter((placed) -> current.from().isBefore(placed.window().to()))
			.orElse(null);
		if (newest == null) {
			if (isTaken(current)) {
				stuck(current, "looks at the newest partition");
			}
			return;
		}
		Verdict verdict = this.survey.expiry()
			.judge(when, this.survey.candidate(newest), this.draft.knowledge().creation());
		this.draft.ask(Lane.CREATE, verdict);
		Window next = next(newest.window());
		if (verdict.isUnanswerable()) {
			this.draft.find(Findings.unanswered(this.survey, Step.CREATE, verdict.because(),
					List.of(newest.partition().name()), "the next partition is not opened"));
		}
		else if (verdict.isYes() && next != null) {
			if (axis.holds(next) && isTooFar(current, next)) {
				this.draft.find(new Finding(FindingCode.HORIZON_CAPPED, Step.PLAN, newest.partition().name(),
						"create-next-if opened " + Creation.MAX_WINDOWS + " windows ahead of " + current
								+ ", and would open more: " + verdict.because(),
						"Correct the condition; it should be true of a partition that is full"));
			}
			else if (isTaken(next)) {
				stuck(next, "wants the window behind " + newest.partition().name() + " (" + verdict.because() + ")");
			}
			else {
				want(next, Reason.CREATE_NEXT, verdict.because());
			}
		}
	}

	/** Whether rows of a window find a partition that is not one of ours. */
	private boolean isTaken(Window window) {
		return this.survey.layout().coverage().covers(window.from(), window.to());
	}

	private void stuck(Window window, String what) {
		RelationName other = this.survey.layout().overlapping(window).get(0).partition().name();
		this.draft.find(new Finding(FindingCode.RANGE_OVERLAP, Step.RECONCILE, other,
				"create-next-if " + what + ", but " + window + " belongs to " + other
						+ ", which is not ours: nothing is opened behind it",
				"Make the partition behind " + other + " by hand, and it goes on from there"));
	}

	private boolean isTooFar(Window current, Window next) {
		Window window = current;
		for (int number = 1; number <= Creation.MAX_WINDOWS; number++) {
			if (!window.from().isBefore(next.from())) {
				return false;
			}
			window = this.survey.axis().next(window);
		}
		return true;
	}

	private void wish(Window window, Reason reason, String detail) {
		this.wishes.put(window, new Wish(reason, detail));
	}

	private void holes() {
		Axis axis = this.survey.axis();
		List<Extent> series = new ArrayList<>();
		this.survey.layout()
			.managed()
			.stream()
			.filter((placed) -> !this.survey.isExpired(placed))
			.map(Placed::extent)
			.forEach(series::add);
		this.survey.layout()
			.pending()
			.stream()
			.filter((placed) -> this.survey.layout().isOurs(placed) && !this.survey.isExpired(placed))
			.forEach((placed) -> series.add(placed.extent()));
		this.survey.keptOrphans().values().forEach((window) -> series.add(window.extent()));
		this.wishes.keySet().forEach((window) -> series.add(window.extent()));
		if (series.isEmpty()) {
			// Nothing is kept, and the column's type or its codec holds nothing ahead.
			return;
		}
		Position first = series.stream().map(Extent::from).min((a, b) -> a.compareTo(b)).orElseThrow();
		this.survey.layout()
			.unmanaged()
			.stream()
			.map(Placed::extent)
			.filter((extent) -> extent.to() == null || first.isBefore(extent.to()))
			.forEach(series::add);
		List<Extent> stretches = new Coverage(series).stretches();
		for (int i = stretches.size() - 1; i > 0; i--) {
			Position from = stretches.get(i - 1).to();
			Position to = stretches.get(i).from();
			if (from != null && to != null) {
				hole(axis, from, to);
			}
		}
	}

	private void hole(Axis axis, Position from, Position to) {
		List<Window> missing = new ArrayList<>();
		Window window = axis.windowAt(from);
		while (window.from().isBefore(to) && missing.size() <= Creation.MAX_GAP) {
			missing.add(0, window);
			window = axis.next(window);
		}
		if (missing.size() > Creation.MAX_GAP) {
			this.draft.find(new Finding(FindingCode.HORIZON_CAPPED, Step.PLAN, null,
					"The gap from " + from + " to " + to + " in " + this.survey.table().table() + " is wider than "
							+ Creation.MAX_GAP + " windows and is not filled",
					"Detach the partition that ends or begins there if its date is a mistake; "
							+ "create the windows that rows still come for by hand"));
			return;
		}
		List<Window> unjudged = new ArrayList<>();
		for (Window hole : missing) {
			Verdict verdict = this.survey.expiry().ofEmpty(hole);
			if (!verdict.isNo() || !axis.holds(hole)) {
				// Retention would take it away again, and the next run make it again.
				if (verdict.truth() == Truth.UNKNOWN && this.survey.detached().within(hole).isEmpty()) {
					unjudged.add(hole);
				}
				continue;
			}
			this.wishes.putIfAbsent(hole, new Wish(Reason.GAP, "missing between partitions that are kept"));
		}
		if (!unjudged.isEmpty()) {
			this.draft.find(new Finding(FindingCode.GAP_LEFT, Step.RECONCILE, null, unjudged.size() + " window(s) of "
					+ this.survey.table().table() + " from " + unjudged.get(unjudged.size() - 1) + " to "
					+ unjudged.get(0)
					+ " have no partition, and none is made: whether retention would keep an empty one cannot be told",
					"Nothing if retention took them. If rows still come, name the windows: "
							+ "PartitionLifecycleService.partitions(\"" + this.survey.site().config().id()
							+ "\").ensure(...)"));
		}
	}

	/**
	 * Why a window is wanted.
	 *
	 * @param reason the reason
	 * @param detail the reason with its figures
	 */
	record Wish(Reason reason, String detail) {
	}

}
