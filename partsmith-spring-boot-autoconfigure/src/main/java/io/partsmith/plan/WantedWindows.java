package io.partsmith.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Creation;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.TimeAxis;
import io.partsmith.scheme.Window;

/**
 * The windows a table should have: those ahead of the cursor, nearest first, then the
 * holes between kept partitions, and orphans that come back, newest first, so that what
 * an insert needs soonest is made first.
 */
final class WantedWindows {

	private final Survey survey;

	private final PlanDraft draft;

	private final Map<Window, Wish> wishes = new LinkedHashMap<>();

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
		Window window = this.survey.cursor().window();
		Position until = (creation instanceof Creation.CreateUntil to) ? positionOf(to.until(), axis) : null;
		int count = (creation instanceof Creation.CreateAhead ahead) ? ahead.count() : Creation.MAX_WINDOWS;
		for (int number = 1; number <= count && axis.holds(window); number++) {
			if (until == null) {
				wish(window, Reason.CREATE_AHEAD,
						"window %d of %d, counted from the current one".formatted(number, count));
			}
			else if (number == 1 || window.from().compareTo(until) <= 0) {
				wish(window, Reason.CREATE_UNTIL, "create-until " + until);
			}
			else {
				return;
			}
			window = axis.next(window);
		}
		if (until != null && axis.holds(window) && window.from().compareTo(until) <= 0) {
			this.draft.find(new Finding(FindingCode.HORIZON_CAPPED, Step.PLAN, null,
					"create-until " + until + " lies more than " + Creation.MAX_WINDOWS + " windows ahead",
					"Name a nearer end, or a coarser granularity or step, for " + this.survey.site().config().id()));
		}
	}

	private static Position positionOf(Creation.Until until, Axis axis) {
		if (axis instanceof TimeAxis time) {
			return (until instanceof Creation.Until.OnDate day) ? time.startOf(day.date())
					: time.at(((Creation.Until.AtInstant) until).instant()).orElseThrow();
		}
		return new Position.Id(((Creation.Until.AtId) until).id());
	}

	private void wish(Window window, Reason reason, String detail) {
		this.wishes.put(window, new Wish(reason, detail));
	}

	private void holes() {
		Axis axis = this.survey.axis();
		List<Extent> series = new ArrayList<>();
		this.survey.managed()
			.stream()
			.map(Survey.Placed::extent)
			.filter((extent) -> !this.survey.isExpired(extent))
			.forEach(series::add);
		this.survey.pending()
			.stream()
			.filter((placed) -> this.survey.isOurs(placed) && !this.survey.isExpired(placed.extent()))
			.forEach((placed) -> series.add(placed.extent()));
		this.survey.keptOrphans().values().forEach((window) -> series.add(window.extent()));
		this.wishes.keySet().forEach((window) -> series.add(window.extent()));
		Position first = series.stream().map(Extent::from).min((a, b) -> a.compareTo(b)).orElseThrow();
		this.survey.unmanaged()
			.stream()
			.map(Survey.Placed::extent)
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
					"The gap from " + from + " to " + to + " is wider than " + Creation.MAX_GAP
							+ " windows and is not filled",
					"Detach the partition that ends or begins there if its date is a mistake; "
							+ "create the windows that rows still come for by hand"));
			return;
		}
		for (Window hole : missing) {
			this.wishes.putIfAbsent(hole, new Wish(Reason.GAP, "missing between partitions that are kept"));
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
