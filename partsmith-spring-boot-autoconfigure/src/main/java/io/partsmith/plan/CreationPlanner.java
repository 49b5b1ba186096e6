package io.partsmith.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Stray;
import org.jspecify.annotations.Nullable;

/** Plans what the create lane does: new partitions, and orphans that come back. */
final class CreationPlanner {

	private final Survey survey;

	private final PlanDraft draft;

	private final SubtreeBuilder subtrees;

	private final Function<Site, List<Completion>> completions;

	private final Room room;

	CreationPlanner(Survey survey, PlanDraft draft, SubtreeBuilder subtrees,
			Function<Site, List<Completion>> completions) {
		this.survey = survey;
		this.draft = draft;
		this.subtrees = subtrees;
		this.completions = completions;
		this.room = new Room(survey);
	}

	void plan() {
		Map<Window, List<Orphan>> kept = kept();
		Map<Window, WantedWindows.Wish> wishes = new WantedWindows(this.survey, this.draft).wishes();
		this.room.inOrder(wishes.keySet()).forEach((window) -> {
			WantedWindows.Wish wish = Objects.requireNonNull(wishes.get(window));
			List<Orphan> orphans = kept.remove(window);
			if (orphans != null) {
				attach(window, orphans, reattach());
			}
			else {
				make(window, wish);
			}
		});
		restore(kept);
		new CatchAllPlanner(this.survey, wishes.keySet()).missing().forEach(this::cover);
	}

	/** Plans only what comes back, where no inserts are to be expected. */
	void restore() {
		restore(kept());
	}

	private void restore(Map<Window, List<Orphan>> kept) {
		kept.forEach((window, orphans) -> attach(window, orphans, reattach()));
		this.survey.staleMarkers()
			.stream()
			.filter((placed) -> placed.partition().relation().owned())
			.forEach(this::unmark);
	}

	private Map<Window, List<Orphan>> kept() {
		Map<Window, List<Orphan>> kept = new LinkedHashMap<>();
		this.survey.keptOrphans()
			.forEach((orphan, window) -> kept.computeIfAbsent(window, (key) -> new ArrayList<>()).add(orphan));
		return kept;
	}

	private WantedWindows.Wish reattach() {
		return new WantedWindows.Wish(Reason.REATTACH, "its window is kept by " + this.survey.retention());
	}

	private void cover(CatchAll end, PartitionBounds bounds) {
		make(this.subtrees.catchAll(this.survey.site(), end, bounds), null, Reason.CATCH_ALL,
				"the axis is to be covered " + end.name().toLowerCase(Locale.ROOT) + " its windows",
				"The catch-all " + bounds.toSql() + " is wanted", false, null);
	}

	/**
	 * Plans windows that a caller names, whatever retention keeps; an orphan that held a
	 * part of one comes back in its place.
	 */
	void ensure(Collection<Window> windows) {
		WantedWindows.Wish wish = new WantedWindows.Wish(Reason.EXPLICIT, "its window was asked for");
		for (Window window : this.room.inOrder(windows)) {
			Map<Window, List<Orphan>> orphans = this.survey.detached().within(window);
			orphans.forEach((held, found) -> attach(held, found, wish));
			if (orphans.isEmpty()) {
				make(window, wish);
			}
		}
	}

	private void make(Window window, WantedWindows.Wish wish) {
		if (this.survey.layout().coverage().covers(window.from(), window.to())) {
			coveredByAnother(window);
		}
		else if (!isPending(window) && !isComingBack(window)) {
			create(window, wish);
		}
	}

	/**
	 * Inserts find a partition, but not the window's own; that of an open end is told.
	 */
	private void coveredByAnother(Window window) {
		List<Placed> others = this.survey.layout()
			.unmanaged()
			.stream()
			.filter((placed) -> !this.survey.site().isForeign(placed.partition().relation())
					&& !placed.extent().isUnbounded() && placed.extent().overlaps(window.extent()))
			.toList();
		if (!others.isEmpty()) {
			overlap(window, name(window), "The window " + window + " is wanted", others);
		}
	}

	/** Whether the window's own partition is pending; it comes back by itself. */
	private boolean isPending(Window window) {
		return this.survey.layout().pending().stream().anyMatch((placed) -> placed.extent().equals(window.extent()));
	}

	/**
	 * Whether a part of the window comes back; what then is missing of it is told next
	 * time.
	 */
	private boolean isComingBack(Window window) {
		return this.survey.keptOrphans().values().stream().anyMatch((kept) -> kept.extent().overlaps(window.extent()));
	}

	private RelationName name(Window window) {
		return this.survey.site().partition(this.survey.axis().suffix(window));
	}

	private void create(Window window, WantedWindows.Wish wish) {
		List<Placed> inTheWay = this.survey.layout().overlapping(window);
		Displacement displaced = this.room.displacement(window, inTheWay);
		if (!inTheWay.isEmpty() && displaced == null) {
			overlap(window, name(window), "The window " + window + " is wanted", inTheWay);
			return;
		}
		Stray stray = this.survey.taken().stray(name(window));
		Site within = (stray != null && stray.relation().owned())
				? this.survey.site().beneath(stray.relation(), stray.branch()).orElse(null) : null;
		if (stray != null && within != null && displaced == null) {
			this.draft.add(new Operation.Attach(this.survey.parent(), stray.relation(), window,
					this.survey.grid().bounds(window), this.completions.apply(within), Reason.SUBTREE,
					"it stands ready under its name, divided as configured", this.survey.isUrgent(window)));
			return;
		}
		NewPartition made = this.subtrees.build(this.survey.site(), this.survey.axis().suffix(window),
				this.survey.grid().bounds(window));
		make(made, window, wish.reason(), wish.detail(), "The window " + window + " is wanted",
				this.survey.isUrgent(window), displaced);
	}

	private void make(NewPartition made, @Nullable Window window, Reason reason, String detail, String wish,
			boolean urgent, @Nullable Displacement displaced) {
		Finding unusable = new NameCheck(this.survey.taken()).check(made, this.survey.parent().name(), wish, urgent);
		if (unusable != null) {
			this.draft.find(unusable);
		}
		else if (made.all().anyMatch((part) -> part.subtree() != null && part.subtree().partitions().isEmpty())) {
			this.draft.find(new Finding(FindingCode.UNCONVERGEABLE, Step.CREATE, made.name(),
					wish + ", but nothing could be made beneath " + made.name()
							+ ", so that every row would be refused",
					"See the creation rule of the level beneath", urgent));
		}
		else {
			this.draft.add(new Operation.Create(this.survey.parent(), made, this.survey.site().leaves(), window, reason,
					detail, urgent, false, displaced));
			this.room.take(displaced, window);
		}
	}

	private void attach(Window window, List<Orphan> orphans, WantedWindows.Wish wish) {
		Orphan orphan = orphans.get(0);
		List<Placed> inTheWay = this.survey.layout().overlapping(window);
		if (!inTheWay.isEmpty()) {
			RelationName other = inTheWay.get(0).partition().name();
			this.draft.find(new Finding(FindingCode.RANGE_OVERLAP, Step.RECONCILE, orphan.name(),
					"The orphan " + orphan.name() + " " + window + " is wanted, but " + other + " "
							+ inTheWay.get(0).extent() + " has its place; its rows are neither attached nor dropped",
					"INSERT INTO " + this.survey.table().table() + " SELECT * FROM " + orphan.name()
							+ ", then DROP TABLE " + orphan.name(),
					this.survey.isUrgent(window)));
		}
		else {
			attach(orphan, window, wish);
		}
		for (Orphan other : orphans.subList(1, orphans.size())) {
			this.draft.find(new Finding(FindingCode.RANGE_OVERLAP, Step.RECONCILE, other.name(),
					"The orphans " + orphan.name() + " and " + other.name() + " stand for one window, " + window,
					"Move the rows of one into the other, then drop the emptied table by hand"));
		}
	}

	/**
	 * Undoes a detach that never began: whoever detaches it by hand must not see it
	 * dropped.
	 */
	private void unmark(Placed placed) {
		this.draft.add(new Operation.Attach(this.survey.parent(), placed.partition().relation(), placed.window(),
				placed.bounds(), List.of(), Reason.MARKER_STALE,
				"a detach was broken off and left its marker; the partition stays", false));
	}

	private void attach(Orphan orphan, Window window, WantedWindows.Wish wish) {
		Relation table = orphan.relation();
		if (table.owned()) {
			List<Completion> missing = this.survey.site()
				.beneath(table, orphan.branch())
				.map(this.completions)
				.orElse(List.of());
			this.draft.add(new Operation.Attach(this.survey.parent(), table, window, this.survey.grid().bounds(window),
					missing, wish.reason(), wish.detail(), this.survey.isUrgent(window)));
		}
		else {
			this.draft.find(Findings.notOwner(table, Step.ATTACH, this.survey.isUrgent(window)));
		}
	}

	private void overlap(Window window, RelationName subject, String wish, List<Placed> inTheWay) {
		Placed first = inTheWay.get(0);
		String names = inTheWay.stream()
			.map((placed) -> placed.partition().name() + " " + placed.extent())
			.limit(5)
			.collect(Collectors.joining(", "));
		this.draft.find(new Finding(FindingCode.RANGE_OVERLAP, Step.RECONCILE, first.partition().name(),
				wish + " as " + subject + ", but a part of its range is held by " + names
						+ ((inTheWay.size() > 5) ? " and more" : ""),
				"Correct granularity, zone, step or origin if that partition is right; else split it by hand. "
						+ "A detach would take its rows out of the table",
				this.survey.isUrgent(window)));
	}

}
