package io.partsmith.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.partsmith.scheme.Grid;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.Scheme;
import io.partsmith.topology.Branch;
import io.partsmith.topology.NewestKey;
import io.partsmith.topology.Partition;
import org.jspecify.annotations.Nullable;

/**
 * Walks a table's tree and plans each partitioned relation by the level it stands on.
 * What has expired is not completed any more.
 */
final class TreePlanner {

	private final TakenNames taken;

	private final Instant now;

	private final CursorFinder cursors;

	private final PlanDraft draft;

	private final SubtreeBuilder subtrees;

	private final List<Unit> units = new ArrayList<>();

	private final RunwayMeter runway = new RunwayMeter();

	private final LimitCheck limits;

	private final GoingPlanner going;

	TreePlanner(Site root, Instant now, PlanDraft draft) {
		this(new TakenNames(root.table()), new LimitCheck(), now, new CursorFinder(root, now), draft);
	}

	private TreePlanner(TakenNames taken, LimitCheck limits, Instant now, CursorFinder cursors, PlanDraft draft) {
		this.taken = taken;
		this.limits = limits;
		this.now = now;
		this.cursors = cursors;
		this.draft = draft;
		this.subtrees = new SubtreeBuilder(taken, cursors);
		this.going = new GoingPlanner(this::survey, draft, now, limits, this.units);
	}

	List<Unit> units() {
		return this.units;
	}

	@Nullable Runway runway() {
		return this.runway.shortest();
	}

	/** Plans a table and all beneath it. */
	void plan(Site root) {
		plan(root, true);
		root.unborn()
			.stream()
			.map(Site::table)
			.filter((level) -> level.newestKey() instanceof NewestKey.Unknown)
			.forEach((level) -> this.draft.find(Findings.cursorUnknown(level)));
		this.limits.check(root.config(), this.draft);
		new OrphanWatch(root, this.units, this.draft).observe();
		new UnusedHolds(root, this.draft).observe(this, this::survey);
	}

	/**
	 * Plans a relation and all beneath it.
	 * @param advancing whether inserts are to be expected, so that the clock opens new
	 * windows here
	 */
	private void plan(Site site, boolean advancing) {
		if (site.scheme() instanceof Progression) {
			progression(site, advancing);
		}
		else {
			set(site, advancing);
		}
	}

	private void progression(Site site, boolean advancing) {
		Optional<Survey> found = survey(site);
		if (found.isEmpty()) {
			this.runway.isUnknown();
			this.draft.find(Findings.cursorUnknown(site.table()));
			return;
		}
		Survey survey = found.get();
		Joining returning = (within, open) -> comingBack(within, advancing && open);
		CreationPlanner creation = creation(survey, returning);
		if (advancing) {
			creation.plan();
			this.runway.measure(survey);
		}
		else {
			creation.restore();
		}
		survey.layout()
			.ours()
			.filter(survey::isExpired)
			.map(Placed::partition)
			.forEach((unit) -> site.beneath(unit)
				.ifPresent((beneath) -> this.going.plan(beneath, unit.relation().oid())));
		this.going.beneathOrphans(survey, null);
		retirement(survey, returning).plan();
		new ColumnarPlanner(survey, this.draft, this::survey).plan();
		new Observer(survey, this.draft).observe();
		new HoldWatch(survey, this.draft).observe();
		this.limits.saw(survey);
		this.units.addAll(new UnitJudge(survey).judge());
		for (Placed placed : survey.layout().managed()) {
			if (!survey.isExpired(placed)) {
				boolean wanted = advancing && survey.isOpen(placed.extent());
				beneath(site, placed.partition(), wanted);
				if (wanted && isHollow(site, placed.partition())
						&& placed.extent().contains(survey.cursor().position())) {
					this.runway.lacksMember(site);
				}
			}
		}
		if (advancing) {
			// Behind the windows: what fails there must not keep those from being made.
			survey.layout().catchAlls().forEach((placed) -> caught(site, placed));
		}
	}

	/**
	 * Rows that come into a catch-all have inner keys of today, so that windows are made
	 * beneath it too. Nothing ends there: nobody knows what its rows mean.
	 */
	private void caught(Site site, Placed placed) {
		Partition catchAll = placed.partition();
		Branch branch = catchAll.branch();
		Scheme child = site.scheme().child();
		Optional<Site> beneath = site.beneath(catchAll);
		if (beneath.isPresent()) {
			PlanDraft making = this.draft.making();
			new TreePlanner(this.taken, new LimitCheck(), this.now, this.cursors, making).plan(beneath.get(), true);
			making.operations().stream().filter(Operation.Create.class::isInstance).forEach(this.draft::add);
		}
		else if (branch != null && placed.extent().to() == null && isHollow(site, catchAll)) {
			this.draft.find(Findings.emptyBranch(catchAll, branch));
		}
		else if (child != null) {
			unlike(site, catchAll, child, "it is kept as it is");
		}
	}

	/** All that was ever a part of a table: its tree, and the trees of its orphans. */
	Stream<Site> reach(Site site) {
		return this.going.reach(site);
	}

	/** Plans what is made on a progression because a caller names it. */
	CreationPlanner creation(Survey survey) {
		return creation(survey, this::completions);
	}

	private CreationPlanner creation(Survey survey, Joining returning) {
		return new CreationPlanner(survey, this.draft, this.subtrees, returning, this::completions);
	}

	/** Plans what ends on a progression because a caller names it. */
	RetirementPlanner retirement(Survey survey) {
		return retirement(survey, this::completions);
	}

	private RetirementPlanner retirement(Survey survey, Joining returning) {
		return new RetirementPlanner(survey, this.draft, returning, this.now, null);
	}

	/** Looks at a progression; empty where its cursor could not be measured. */
	Optional<Survey> survey(Site site) {
		Grid grid = site.grid().orElseThrow();
		return this.cursors.find(site, grid)
			.map((cursor) -> new Survey(site, grid, cursor, this.taken, this.draft.knowledge().retirement()));
	}

	private void set(Site site, boolean advancing) {
		MemberPlanner members = new MemberPlanner(site, this.taken, this.draft);
		if (site.scheme() instanceof HashScheme hash) {
			new HashPlanner(site, hash, this.subtrees, members).plan();
		}
		else {
			new GroupPlanner(site, (GroupScheme) site.scheme(), this.subtrees, members).plan();
		}
		if (site.isRoot()) {
			members.defaultRows(!(site.scheme() instanceof GroupScheme list) || list.defaultGroup() == null);
		}
		if (advancing && members.isLacking()) {
			this.runway.lacksMember(site);
		}
		for (Partition member : site.table().partitions()) {
			boolean walked = !member.detachPending() && beneath(site, member, advancing);
			if (advancing && isHollow(site, member)) {
				this.runway.lacksMember(site);
			}
			if (!walked && site.isRoot()) {
				this.units.add(Unit.member(member));
			}
		}
	}

	/** Goes on beneath a partition; a leaf or one of another shape is told of. */
	private boolean beneath(Site site, Partition partition, boolean advancing) {
		Branch branch = partition.branch();
		if (advancing && branch != null && isHollow(site, partition)) {
			this.draft.find(Findings.emptyBranch(partition, branch));
			return false;
		}
		Scheme child = site.scheme().child();
		if (child == null) {
			return false;
		}
		Optional<Site> beneath = site.beneath(partition);
		beneath.ifPresentOrElse((found) -> plan(found, advancing),
				() -> unlike(site, partition, child, "it is kept as it is and retires as a whole"));
		return beneath.isPresent();
	}

	/**
	 * Divided otherwise than configured, and without a single partition: it takes no row.
	 */
	private static boolean isHollow(Site site, Partition partition) {
		Branch branch = partition.branch();
		return branch != null && branch.partitions().isEmpty() && site.beneath(partition).isEmpty();
	}

	private void unlike(Site site, Partition partition, Scheme child, String fate) {
		Branch branch = partition.branch();
		if (site.isForeign(partition.relation())) {
			this.draft.find(new Finding(FindingCode.FOREIGN_PARTITION, Step.PLAN, partition.name(),
					partition.name() + " is a foreign table", "Nothing; it is left alone"));
		}
		else if (branch == null) {
			this.draft.find(new Finding(FindingCode.LEGACY_LEAF, Step.PLAN, partition.name(),
					partition.name() + " is a leaf, and not divided by " + child.method() + " as new partitions are",
					"Nothing; " + fate));
		}
		else {
			this.draft.find(new Finding(
					(branch.key().method() != child.method())
							? FindingCode.STRATEGY_MISMATCH : FindingCode.COLUMN_MISMATCH,
					Step.RECONCILE, partition.name(),
					partition.name() + " is divided by " + branch.key() + ", but configured is " + child.method() + " "
							+ child.key() + "; it is not completed",
					"Nothing if its parts are complete: see \\d+ " + partition.name()));
		}
	}

	/**
	 * What is missing beneath a table that is about to be attached. Nothing else happens
	 * there before it is a part of the table: it may turn out to be somebody else's.
	 */
	private Joined completions(Site within, boolean open) {
		PlanDraft missing = new PlanDraft();
		new TreePlanner(this.taken, new LimitCheck(), this.now, this.cursors, missing).plan(within, true);
		return new Joined(missing.joined().completions(), List.of());
	}

	/** What carries our marker comes back with all that is to be done beneath it. */
	private Joined comingBack(Site within, boolean advancing) {
		PlanDraft beneath = this.draft.within();
		TreePlanner tree = new TreePlanner(this.taken, this.limits, this.now, this.cursors, beneath);
		tree.plan(within, advancing);
		tree.units().stream().filter((unit) -> unit.state() == UnitState.DETACHED).forEach(this.units::add);
		return beneath.joined();
	}

}
