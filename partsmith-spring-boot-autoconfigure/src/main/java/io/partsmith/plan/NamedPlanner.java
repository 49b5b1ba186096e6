package io.partsmith.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.scheme.Axis;
import io.partsmith.scheme.KeyType;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.Scheme;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Orphan;
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
		return planned((tree, survey, draft) -> {
			tree.creation(survey).ensure(windows);
			new RetirementPlanner(survey, draft, this.now).ensure(windows);
		});
	}

	/**
	 * Plans the drop of an orphan, whatever retention, grace and drop rule say.
	 * @param name the orphan
	 * @return the plan; without operations where no orphan of the table has that name
	 */
	public MaintenancePlan drop(RelationName name) {
		return planned((tree, survey, draft) -> survey.orphans()
			.stream()
			.filter((orphan) -> orphan.name().equals(name))
			.forEach((orphan) -> drop(survey, orphan, draft)));
	}

	private static void drop(Survey survey, Orphan orphan, PlanDraft draft) {
		if (!orphan.relation().owned()) {
			draft.find(Findings.notOwner(orphan.relation(), Step.DROP, false));
			return;
		}
		Window window = survey.windowOf(orphan).orElse(null);
		PartitionBounds bounds = (window != null) ? survey.grid().bounds(window) : null;
		draft.add(new Operation.Drop(survey.parent(), orphan.relation(), window, bounds, orphan.marker(),
				Reason.EXPLICIT, "its drop was asked for"));
	}

	/**
	 * Whether no insert through the table reaches a partition any more, going by the
	 * clock or by the newest key.
	 * @param name the partition
	 * @return the answer with its reason
	 */
	public Closure closure(RelationName name) {
		if (!this.misfits.isEmpty()) {
			return Closure.open(this.misfits.get(0).message());
		}
		TreePlanner tree = new TreePlanner(root(), this.now, new PlanDraft());
		List<Closure> closures = new ArrayList<>();
		for (Site site : sites()) {
			Closure closure = tree.survey(site)
				.map((survey) -> Closure.of(survey, name))
				.orElseGet(() -> Closure.open(Findings.cursorUnknown(site.table()).message()));
			if (closure.closed()) {
				return closure;
			}
			closures.add(closure);
		}
		return closures.isEmpty() ? Closure.open(this.config.table() + " has no windows, only fixed sets")
				: closures.get(0);
	}

	private MaintenancePlan planned(Drafting drafting) {
		if (!this.misfits.isEmpty()) {
			return Planner.unjudged(this.config, this.now, this.misfits);
		}
		PlanDraft draft = new PlanDraft();
		TreePlanner tree = new TreePlanner(root(), this.now, draft);
		for (Site site : sites()) {
			tree.survey(site)
				.ifPresentOrElse((survey) -> drafting.on(tree, survey, draft),
						() -> draft.find(Findings.cursorUnknown(site.table())));
		}
		TreePlanner judged = Planner.walk(this.config, root().table(), this.now, new PlanDraft());
		return new MaintenancePlan(this.config.id(), this.config.table(), this.now, draft.operations(),
				draft.findings(), judged.units(), judged.runway(), Planner.fingerprint(this.config));
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

		void on(TreePlanner tree, Survey survey, PlanDraft draft);

	}

}
