package io.partsmith.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.partsmith.scheme.Position;
import io.partsmith.scheme.RangeGrid;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

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
			return request.on(grid().axis());
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(this.config.table() + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Plans windows, and nothing else of what the table needs.
	 * @param windows windows of the table's grid
	 * @return the plan; without operations where all of them are there
	 */
	public MaintenancePlan ensure(List<Window> windows) {
		return planned((survey, draft) -> {
			new CreationPlanner(survey, draft).ensure(windows);
			new RetirementPlanner(survey, draft, this.now).ensure(windows);
		});
	}

	/**
	 * Plans the drop of an orphan, whatever retention, grace and drop rule say.
	 * @param name the orphan
	 * @return the plan; without operations where no orphan of the table has that name
	 */
	public MaintenancePlan drop(RelationName name) {
		return planned((survey, draft) -> survey.table()
			.orphans()
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
		PartitionBounds.Range bounds = (window != null) ? survey.grid().bounds(window) : null;
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
		Survey survey = survey();
		if (survey == null) {
			return Closure.open(Planner.cursorUnknown((TableTopology.Partitioned) this.topology).message());
		}
		return Closure.of(survey, name);
	}

	private MaintenancePlan planned(Drafting drafting) {
		if (!this.misfits.isEmpty()) {
			return Planner.unjudged(this.config, this.now, this.misfits);
		}
		Survey survey = survey();
		if (survey == null) {
			return Planner.unjudged(this.config, this.now,
					List.of(Planner.cursorUnknown((TableTopology.Partitioned) this.topology)));
		}
		PlanDraft draft = new PlanDraft();
		drafting.on(survey, draft);
		return new MaintenancePlan(this.config.id(), this.config.table(), this.now, draft.operations(),
				draft.findings(), new UnitJudge(survey).judge(), RunwayMeter.measure(survey),
				Planner.fingerprint(this.config));
	}

	private RangeGrid grid() {
		return TableCheck.grid(this.config, (TableTopology.Partitioned) this.topology).orElseThrow();
	}

	private @Nullable Survey survey() {
		TableTopology.Partitioned table = (TableTopology.Partitioned) this.topology;
		Optional<Position> position = Planner.position(grid().axis(), table.newestKey(), this.now);
		return position.map((known) -> Planner.survey(this.config, table, grid(), known)).orElse(null);
	}

	/** Writes a plan down. */
	@FunctionalInterface
	private interface Drafting {

		void on(Survey survey, PlanDraft draft);

	}

}
