package io.partsmith.plan;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Hold;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.RangeGrid;
import io.partsmith.scheme.Scheme;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;

/**
 * Plans what a caller names: windows to be there, an orphan to go. Pure, as the
 * {@link Planner} is.
 */
public final class NamedPlanner {

	private final TablePartitionConfig config;

	private final TableTopology topology;

	private final Instant now;

	private final List<Finding> misfits;

	/**
	 * A planner for one table.
	 * @param config its configuration
	 * @param topology what the database has
	 * @param now the clock's instant
	 */
	public NamedPlanner(TablePartitionConfig config, TableTopology topology, Instant now) {
		this.config = config;
		this.topology = topology;
		this.now = now;
		this.misfits = TableCheck.check(config, topology).stream().map(Finding::asUrgent).toList();
	}

	/**
	 * The windows that a request stands for.
	 * @param request the request
	 * @return the windows; empty where the table does not fit its configuration, which
	 * {@link #ensure} tells
	 * @throws IllegalArgumentException if a window does not lie on the grid, the request
	 * is not of the table's axis, or it asks for too many windows at once
	 */
	public List<Window> windows(WindowRequest request) {
		if (!this.misfits.isEmpty()) {
			return List.of();
		}
		try {
			return request.on(axis());
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(this.config.table() + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * The window that bounds are exactly.
	 * @param parent the relation that a partition with these bounds belongs to
	 * @param bounds the bounds
	 * @return the window; empty where the relation is not divided into windows as
	 * configured, or the bounds are no window of its grid
	 */
	public Optional<Window> window(RelationName parent, PartitionBounds bounds) {
		if (!this.misfits.isEmpty()) {
			return Optional.empty();
		}
		return sites().stream()
			.filter((site) -> site.table().table().equals(parent))
			.findFirst()
			.flatMap(Site::grid)
			.flatMap((grid) -> grid.extent(bounds)
				.filter((extent) -> !extent.isUnbounded())
				.map(Extent::window)
				.filter((window) -> grid.axis().windowAt(window.from()).equals(window)));
	}

	/**
	 * What DEFAULT is drained by: the table's own grid.
	 * @return the grid of the table's outermost level
	 * @throws IllegalArgumentException if that is not divided by RANGE into windows, or
	 * the table does not fit its configuration
	 */
	public RangeGrid range() {
		if (!this.misfits.isEmpty()) {
			throw new IllegalArgumentException(this.misfits.get(0).message());
		}
		return root().grid()
			.filter(RangeGrid.class::isInstance)
			.map(RangeGrid.class::cast)
			.orElseThrow(() -> new IllegalArgumentException(
					this.config.table() + " is not divided by RANGE; its rows in DEFAULT are moved by hand"));
	}

	private Axis axis() {
		Progression level = this.config.progression()
			.orElseThrow(() -> new IllegalArgumentException("it has no windows, only fixed sets"));
		String type = root().table().shape().columns().getOrDefault(level.key().get(0), "");
		return KeyType.named(type).flatMap((known) -> level.over(known, level.key().size())).orElseThrow().axis();
	}

	/**
	 * Plans windows, and nothing else of what the table needs; each member of a set above
	 * them gets its own.
	 * @param windows windows of the table's grid
	 * @return the plan; without operations where all of them are there
	 */
	public MaintenancePlan ensure(List<Window> windows) {
		return ensure(windows, new PlanDraft()).plan();
	}

	OpenPlan ensure(List<Window> windows, PlanDraft into) {
		return planned(into, (tree, draft) -> {
			for (Site site : sites()) {
				tree.survey(site).ifPresentOrElse((survey) -> {
					tree.creation(survey).ensure(windows);
					tree.retirement(survey).ensure(windows);
				}, () -> draft.find(Findings.cursorUnknown(site.table())));
			}
		});
	}

	/**
	 * Plans the drop of an orphan, whatever retention, grace and drop rule say.
	 * @param name the orphan
	 * @return the plan; without operations where no orphan of the table has that name,
	 * and with a finding where nothing beneath the table is what the orphan was detached
	 * from
	 */
	public MaintenancePlan drop(RelationName name) {
		return planned(new PlanDraft(), (tree, draft) -> {
			Set<Orphan> reached = new HashSet<>();
			tree.reach(root()).forEach((site) -> named(site.table().ownOrphans(), name).forEach((orphan) -> {
				reached.add(orphan);
				drop(tree, site, orphan, draft);
			}));
			named(root().table().orphans(), name).filter((orphan) -> !reached.contains(orphan))
				.forEach((orphan) -> draft.find(OrphanWatch.stale(root(), orphan)));
		}).plan();
	}

	private static Stream<Orphan> named(List<Orphan> orphans, RelationName name) {
		return orphans.stream().filter((orphan) -> orphan.name().equals(name));
	}

	private static void drop(TreePlanner tree, Site site, Orphan orphan, PlanDraft draft) {
		if (isProgression(site)) {
			tree.survey(site)
				.ifPresentOrElse((survey) -> drop(survey, orphan, draft),
						() -> draft.find(Findings.cursorUnknown(site.table())));
			return;
		}
		draft.find(new Finding(FindingCode.STALE_MARKER, Step.DROP, orphan.name(),
				orphan.name() + " carries our marker for " + site.table().table()
						+ ", which is a fixed set that nothing is detached from",
				"Look at it, and drop it by hand if it is not needed: DROP TABLE " + orphan.name()));
	}

	private static void drop(Survey survey, Orphan orphan, PlanDraft draft) {
		if (!orphan.relation().owned()) {
			draft.find(Findings.notOwner(orphan.name(), survey.table().access(), Step.DROP, false));
			return;
		}
		List<Hold> holds = survey.holds(orphan);
		if (!holds.isEmpty()) {
			draft.find(new Finding(FindingCode.UNDER_LEGAL_HOLD, Step.DROP, orphan.name(),
					orphan.name() + " is under the legal hold " + holds.get(0) + " and is not dropped",
					"Take the hold out of partsmith.tables." + survey.site().config().id()
							+ " when the case is closed"));
			return;
		}
		List<Orphan> waiting = new OrphansBeneath(survey.site()).of(orphan.relation(), orphan.branch());
		if (!waiting.isEmpty()) {
			draft.find(Findings.waitsForOrphans(orphan.relation(), waiting));
			return;
		}
		Window window = survey.detached().windowOf(orphan).orElse(null);
		PartitionBounds bounds = (window != null) ? survey.grid().bounds(window) : null;
		draft.add(new Operation.Drop(survey.parent(), orphan.relation(), window, bounds, orphan.marker(), Set.of(),
				null, Reason.EXPLICIT, "its drop was asked for"));
	}

	/**
	 * What stands against adopting a table for a relation: only where that is divided
	 * into windows, an orphan ever comes back or is dropped.
	 * @param parent the table, or a relation beneath it
	 * @return the finding; empty where nothing does
	 */
	public Optional<Finding> objection(RelationName parent) {
		if (!this.misfits.isEmpty()) {
			return Optional.of(this.misfits.get(0));
		}
		boolean retires = root().all().anyMatch((site) -> isProgression(site) && site.table().table().equals(parent));
		return retires ? Optional.empty()
				: Optional.of(new Finding(FindingCode.SHAPE_MISMATCH, Step.PLAN, parent,
						parent + " is not divided into windows as configured for '" + this.config.id()
								+ "', so nothing would ever become of a table that was detached from it",
						"Name the relation of " + this.config.table() + " that it was detached from"));
	}

	private static boolean isProgression(Site site) {
		return site.scheme() instanceof Progression;
	}

	/**
	 * Whether no insert through the table reaches a relation any more, going by the clock
	 * or by the newest key. What lies beneath a window is closed when the window is.
	 * @param name a partition of the table, however deep
	 * @return the answer with its reason
	 */
	public Closure closure(RelationName name) {
		if (!this.misfits.isEmpty()) {
			return Closure.open(this.misfits.get(0).message());
		}
		if (root().table().orphans().stream().anyMatch((orphan) -> orphan.name().equals(name))) {
			return Closure.open(name + " is detached from " + this.config.table());
		}
		TreePlanner tree = new TreePlanner(root(), this.now, new PlanDraft());
		Closure closure = Closure.open(name + " is in no window of " + this.config.table());
		for (Site site : root().all().filter(NamedPlanner::isProgression).toList()) {
			for (Partition partition : site.table().partitions()) {
				if (!closure.closed() && holds(partition, name)) {
					closure = tree.survey(site)
						.map((survey) -> Closure.of(survey, partition))
						.orElseGet(() -> Closure.open(Findings.cursorUnknown(site.table()).message()));
				}
			}
		}
		return closure;
	}

	private static boolean holds(Partition partition, RelationName name) {
		return partition.name().equals(name) || partition.children().stream().anyMatch((child) -> holds(child, name));
	}

	private OpenPlan planned(PlanDraft draft, Drafting drafting) {
		if (!this.misfits.isEmpty()) {
			return new OpenPlan(Planner.unjudged(this.config, this.now, this.misfits), Map.of());
		}
		TreePlanner tree = new TreePlanner(root(), this.now, draft);
		drafting.on(tree, draft);
		TreePlanner judged = Planner.walk(this.config, root().table(), this.now, new PlanDraft());
		return new OpenPlan(
				new MaintenancePlan(this.config.id(), this.config.table(), this.now, draft.operations(),
						draft.findings(), judged.units(), judged.runway(), Planner.fingerprint(this.config)),
				draft.questions());
	}

	private Site root() {
		return Site.root(this.config, (TableTopology.Partitioned) this.topology);
	}

	/** The relations that have windows, at the outermost level that has any. */
	private List<Site> sites() {
		Scheme level = this.config.progression().orElse(null);
		return root().all().filter((site) -> site.scheme() == level).toList();
	}

	/** Writes a plan down. */
	@FunctionalInterface
	private interface Drafting {

		void on(TreePlanner tree, PlanDraft draft);

	}

}
