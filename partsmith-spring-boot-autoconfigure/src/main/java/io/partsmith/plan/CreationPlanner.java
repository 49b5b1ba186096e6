package io.partsmith.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.partsmith.scheme.BrokenContractException;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Stray;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/** Plans what the create lane does: new partitions, and orphans that come back. */
final class CreationPlanner {

	private final Survey survey;

	private final PlanDraft draft;

	private final SubtreeBuilder subtrees;

	private final Joining returning;

	/** For what a caller names, or is not known to be ours. */
	private final Joining named;

	private final Room room;

	private final MovePlanner moves;

	CreationPlanner(Survey survey, PlanDraft draft, SubtreeBuilder subtrees, Joining returning, Joining named) {
		this.survey = survey;
		this.draft = draft;
		this.subtrees = subtrees;
		this.returning = returning;
		this.named = named;
		this.room = new Room(survey);
		this.moves = new MovePlanner(survey, draft);
	}

	void plan() {
		Map<Window, List<Orphan>> kept = kept();
		Map<Window, WantedWindows.Wish> wishes = new WantedWindows(this.survey, this.draft).wishes();
		this.room.inOrder(wishes.keySet()).forEach((window) -> {
			WantedWindows.Wish wish = Objects.requireNonNull(wishes.get(window));
			List<Orphan> orphans = kept.remove(window);
			if (orphans != null) {
				attach(window, orphans, reattach(), this.returning);
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
		kept.forEach((window, orphans) -> attach(window, orphans, reattach(), this.returning));
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
				"The catch-all " + bounds.toSql() + " of " + this.survey.table().table() + " is wanted", false, null);
	}

	/**
	 * Plans windows that a caller names, whatever retention keeps; an orphan that held a
	 * part of one comes back in its place.
	 */
	void ensure(Collection<Window> windows) {
		WantedWindows.Wish wish = new WantedWindows.Wish(Reason.EXPLICIT, "its window was asked for");
		for (Window window : this.room.inOrder(windows)) {
			Map<Window, List<Orphan>> orphans = this.survey.detached().within(window);
			orphans.forEach((held, found) -> attach(held, found, wish, this.named));
			if (orphans.isEmpty()) {
				make(window, wish);
			}
		}
	}

	private void make(Window window, WantedWindows.Wish wish) {
		if (this.survey.layout().coverage().covers(window.from(), window.to())) {
			coveredByAnother(window);
		}
		else if (!isPending(window) && !isComingBack(window) && !this.room.isLastOf(window)) {
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
			overlap(window, name(window), wanted(window), others);
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

	private String wanted(Window window) {
		return "The window " + window + " of " + this.survey.table().table() + " is wanted";
	}

	private RelationName name(Window window) {
		return this.survey.site().partition(this.survey.axis().suffix(window));
	}

	private void create(Window window, WantedWindows.Wish wish) {
		List<Placed> inTheWay = this.survey.layout().overlapping(window);
		Displacement displaced = this.room.displacement(window, inTheWay);
		if (!inTheWay.isEmpty() && displaced == null) {
			overlap(window, name(window), wanted(window), inTheWay);
			return;
		}
		Stray stray = this.survey.taken().stray(name(window));
		if (stray != null && stray.relation().owned() && displaced == null
				&& this.survey.site().beneath(stray.relation(), stray.branch()).isPresent()) {
			if (!isOurs(stray.relation().name(), Step.ATTACH, this.survey.isUrgent(window))) {
				return;
			}
			this.moves.place(new Operation.Attach(this.survey.parent(), stray.relation(), window,
					this.survey.grid().bounds(window),
					this.survey.joined(stray.relation(), stray.branch(), window, this.named).completions(),
					Reason.SUBTREE, "it stands ready under its name, divided as configured",
					this.survey.isUrgent(window)));
			return;
		}
		NewPartition made = this.subtrees.build(this.survey.site(), this.survey.axis().suffix(window),
				this.survey.grid().bounds(window));
		make(made, window, wish.reason(), wish.detail(), wanted(window), this.survey.isUrgent(window), displaced);
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
		else if (isOurs(made.name(), Step.CREATE, urgent)) {
			put(new Operation.Create(this.survey.parent(), made, this.survey.site().leaves(), window, reason, detail,
					urgent, false, displaced));
			this.room.take(displaced, window);
		}
	}

	/**
	 * A catch-all is no window, and what it makes room for lay in it and not in DEFAULT.
	 */
	private void put(Operation.Create create) {
		if (create.window() == null || create.displaced() != null) {
			this.draft.add(create);
		}
		else {
			this.moves.place(create);
		}
	}

	private void attach(Window window, List<Orphan> orphans, WantedWindows.Wish wish, Joining joining) {
		Orphan orphan = orphans.get(0);
		List<Placed> inTheWay = this.survey.layout().overlapping(window);
		if (!inTheWay.isEmpty()) {
			RelationName other = inTheWay.get(0).partition().name();
			this.draft.find(new Finding(FindingCode.RANGE_OVERLAP, Step.RECONCILE, orphan.name(),
					"The orphan " + orphan.name() + " " + window + " is wanted, but " + other + " "
							+ inTheWay.get(0).extent() + " has its place; its rows are neither attached nor dropped",
					moved(orphan, this.survey.table().table()), this.survey.isUrgent(window)));
		}
		else {
			attach(orphan, window, wish, joining);
		}
		for (Orphan other : orphans.subList(1, orphans.size())) {
			this.draft.find(new Finding(FindingCode.RANGE_OVERLAP, Step.RECONCILE, other.name(),
					"The orphans " + orphan.name() + " and " + other.name() + " stand for one window, " + window,
					moved(other, orphan.name())));
		}
	}

	private String moved(Orphan orphan, RelationName into) {
		return "Move its rows: BEGIN; " + RowCopy.sql(orphan.name(), into, this.survey.table().shape().stored())
				+ "; DROP TABLE " + orphan.name() + "; COMMIT";
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

	private void attach(Orphan orphan, Window window, WantedWindows.Wish wish, Joining joining) {
		Relation table = orphan.relation();
		Finding unfit = new DistributionCheck(this.survey.site().config(), this.survey.table()).of(table,
				this.survey.isUrgent(window));
		if (unfit != null) {
			this.draft.find(unfit);
			return;
		}
		if (isOurs(table.name(), Step.ATTACH, this.survey.isUrgent(window)) && table.owned()) {
			Joined beneath = this.survey.joined(table, orphan.branch(), window, joining);
			if (this.moves
				.place(new Operation.Attach(this.survey.parent(), table, window, this.survey.grid().bounds(window),
						beneath.completions(), wish.reason(), wish.detail(), this.survey.isUrgent(window)))) {
				beneath.behind().forEach(this.draft::add);
			}
		}
		else if (!table.owned()) {
			this.draft.find(Findings.notOwner(table.name(), this.survey.table().access(), Step.ATTACH,
					this.survey.isUrgent(window)));
		}
	}

	/** Whether our role may attach anything here; a relation beneath may be another's. */
	private boolean isOurs(RelationName subject, Step step, boolean urgent) {
		TableTopology.Partitioned table = this.survey.table();
		if (!table.owned()) {
			this.draft.find(Findings.notOwner(table, subject, step, urgent));
		}
		return table.owned();
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
						+ "A detach would take its rows out of the table" + rest(window),
				this.survey.isUrgent(window)));
	}

	/**
	 * How rows of the window find a partition where nobody else has one. DEFAULT takes
	 * them as it is, and levels beneath would have to be made too.
	 */
	private String rest(Window window) {
		if (this.survey.parent().defaultPartition() != null || this.survey.site().scheme().child() != null) {
			return "";
		}
		RelationName table = this.survey.table().table();
		List<Window> free = new Coverage(this.survey.layout().overlapping(window).stream().map(Placed::extent).toList())
			.gaps(window);
		List<String> sql = new ArrayList<>();
		for (Window gap : free) {
			String suffix = this.survey.axis().suffix(window) + "_rest" + (sql.isEmpty() ? "" : sql.size() + 1);
			try {
				sql.add(PartitionByHand.sql(table, suffix, this.survey.grid().bounds(gap)));
			}
			catch (BrokenContractException ex) {
				// An end that the codec or the column cannot write: nothing to paste.
			}
		}
		return sql.isEmpty() ? "" : ". What is left of the window takes rows after " + String.join("; ", sql);
	}

}
