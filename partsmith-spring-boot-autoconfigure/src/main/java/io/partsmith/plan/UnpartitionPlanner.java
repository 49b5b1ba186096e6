package io.partsmith.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Hold;
import io.partsmith.scheme.Extent;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Progression;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Marker;
import io.partsmith.topology.Orphan;
import io.partsmith.topology.Partition;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * Plans the way of all rows of a table into another one: out of every partition, out of
 * what was detached from it, and last out of DEFAULT, which goes on taking the rows of
 * the partitions that are gone. Pure, as the {@link Planner} is.
 */
public final class UnpartitionPlanner {

	private final Site root;

	private final Instant now;

	private final Destination into;

	private final Emptied emptied;

	private final List<Operation> operations = new ArrayList<>();

	private final List<Finding> findings = new ArrayList<>();

	private final Batches batches;

	private int left;

	private boolean whole = true;

	/**
	 * A planner for one call.
	 * @param config the table's configuration
	 * @param table what the database has; it fits the configuration
	 * @param now the clock's instant
	 * @param into the table that takes the rows
	 * @param emptied what becomes of the partitions
	 * @param batches how much may be moved
	 */
	public UnpartitionPlanner(TablePartitionConfig config, TableTopology.Partitioned table, Instant now,
			Destination into, Emptied emptied, Batches batches) {
		this.root = Site.root(config, table);
		this.now = now;
		this.into = into;
		this.emptied = emptied;
		this.batches = batches;
		this.left = batches.count();
	}

	/**
	 * What stands against doing that.
	 * @param config the table's configuration
	 * @param topology what the database has
	 * @return the first reason why the table does not fit its configuration, or is one
	 * whose rows cannot be moved; empty where nothing does
	 */
	public static Optional<Finding> objection(TablePartitionConfig config, TableTopology topology) {
		return TableCheck.check(config, topology).stream().findFirst().or(() -> DistributionCheck.ofRows(topology));
	}

	/**
	 * Plans it.
	 * @param count counts rows, where it must be known how far the batches reach
	 * @return the plan
	 */
	public UnpartitionPlan plan(LeafCount count) {
		TablePartitionConfig config = this.root.config();
		TreePlanner tree = new TreePlanner(this.root, this.now, new PlanDraft());
		Survey survey = (this.root.scheme() instanceof Progression) ? tree.survey(this.root).orElse(null) : null;
		if (this.emptied == Emptied.DROP && survey != null) {
			this.findings.addAll(new DetachCheck(survey).obstacles());
		}
		if (this.findings.isEmpty()) {
			sources(survey).forEach((source) -> plan(source, count));
		}
		TreePlanner judged = Planner.walk(config, this.root.table(), this.now, new PlanDraft());
		return new UnpartitionPlan(new MaintenancePlan(config.id(), config.table(), this.now, this.operations,
				this.findings, judged.units(), judged.runway(), Planner.fingerprint(config)), this.whole);
	}

	/**
	 * What was detached from beneath a partition stands before all partitions: nothing
	 * would tell whose it was when they are gone.
	 */
	private List<Emptying> sources(@Nullable Survey survey) {
		List<Emptying> sources = new ArrayList<>();
		TableTopology.Partitioned table = this.root.table();
		Set<RelationName> parents = parents(table);
		table.orphans()
			.stream()
			.filter((orphan) -> !isOwn(orphan) && parents.contains(orphan.marker().parent()))
			.map((orphan) -> of(orphan, survey))
			.forEach(sources::add);
		List<Emptying> own = new ArrayList<>();
		table.partitions()
			.stream()
			.filter((partition) -> !partition.isDefault())
			.map((partition) -> of(partition, survey))
			.forEach(own::add);
		table.ownOrphans().stream().map((orphan) -> of(orphan, survey)).forEach(own::add);
		own.sort(Comparator.comparing(this::start, Comparator.nullsFirst(Comparator.naturalOrder())));
		sources.addAll(own);
		table.defaultPartition().map((partition) -> of(partition, survey)).ifPresent(sources::add);
		return sources;
	}

	/** Of an orphan whose parent is gone, only a name says that it was of this table. */
	private static Set<RelationName> parents(TableTopology.Partitioned table) {
		Set<RelationName> parents = new HashSet<>();
		collect(table.partitions(), parents);
		table.orphans().forEach((orphan) -> {
			parents.add(orphan.name());
			collect((orphan.branch() != null) ? orphan.branch().partitions() : List.of(), parents);
		});
		return parents;
	}

	private static void collect(List<Partition> partitions, Set<RelationName> names) {
		partitions.forEach((partition) -> {
			names.add(partition.name());
			collect(partition.children(), names);
		});
	}

	private boolean isOwn(Orphan orphan) {
		return orphan.marker().parent().equals(this.root.table().table());
	}

	private Emptying of(Partition partition, @Nullable Survey survey) {
		List<Hold> holds = (survey != null) ? survey.holds(partition)
				: List.copyOf(new HeldBeneath(this.root).of(partition.relation(), partition.branch()));
		return new Emptying(partition.relation(), partition.bounds(), partition.detachPending(), null,
				partition.branch(), holds);
	}

	private Emptying of(Orphan orphan, @Nullable Survey survey) {
		PartitionBounds bounds = orphan.marker().bounds();
		if (bounds == null && survey != null && isOwn(orphan)) {
			bounds = survey.detached().windowOf(orphan).map(survey.grid()::bounds).orElse(null);
		}
		return new Emptying(orphan.relation(), bounds, false, orphan.marker(), orphan.branch(),
				(survey != null) ? survey.holds(orphan)
						: List.copyOf(new HeldBeneath(this.root).of(orphan.relation(), orphan.branch())));
	}

	private @Nullable Position start(Emptying source) {
		return extent(source).map(Extent::from).orElse(null);
	}

	private Optional<Extent> extent(Emptying source) {
		PartitionBounds bounds = source.bounds();
		return (bounds != null) ? this.root.grid().flatMap((grid) -> grid.extent(bounds)) : Optional.empty();
	}

	private void plan(Emptying source, LeafCount count) {
		List<Finding> obstacles = new ArrayList<>(source.obstacles(this.root.config().id(), this.into));
		if (!source.relation().owned()) {
			obstacles.add(Findings.notOwner(source.relation().name(), this.root.table().access(), Step.MOVE, false));
		}
		this.findings.addAll(obstacles);
		if (!obstacles.isEmpty() || !this.whole) {
			return;
		}
		Window window = extent(source).filter((extent) -> !extent.isUnbounded()).map(Extent::window).orElse(null);
		int needed = needed(source, count);
		int most = Math.min(needed, this.left);
		if (most > 0) {
			this.operations.add(new Operation.Empty(this.root.parent(), source.relation(), window, source.bounds(),
					source.marker(), source.leaves(), this.into, this.batches.rows(), most,
					"its rows are asked for in " + this.into.name()));
		}
		if (isCounted()) {
			this.whole = needed <= this.left;
			this.left -= most;
		}
		if (this.whole && this.emptied == Emptied.DROP) {
			end(source, window);
		}
	}

	private boolean isCounted() {
		return this.batches.count() != Integer.MAX_VALUE;
	}

	/** Each table has batches of its own. */
	private int needed(Emptying source, LeafCount count) {
		if (!isCounted()) {
			return Integer.MAX_VALUE;
		}
		long needed = 0;
		for (Relation leaf : source.leaves()) {
			if (needed <= this.left) {
				long rows = count.rows(leaf.name(), (this.left - needed) * this.batches.rows() + 1);
				needed += (rows + this.batches.rows() - 1) / this.batches.rows();
			}
		}
		return (int) Math.min(needed, Integer.MAX_VALUE);
	}

	private void end(Emptying source, @Nullable Window window) {
		Parent parent = this.root.parent();
		Relation table = source.relation();
		PartitionBounds bounds = source.bounds();
		Marker marker = source.marker();
		boolean attached = marker == null;
		if (bounds != null && marker == null) {
			marker = new Marker(parent.name(), this.now,
					(bounds instanceof PartitionBounds.Unreadable) ? null : bounds);
			String detail = "its rows are in " + this.into.name();
			this.operations.add(source.pending()
					? new Operation.FinalizeDetach(parent, table, window, bounds, marker, false, Reason.EXPLICIT,
							detail)
					: new Operation.Detach(parent, table, window, bounds, marker, mode(bounds), Reason.EXPLICIT,
							detail));
		}
		Operation.Drop drop = new Operation.Drop(parent, table, window, bounds, Objects.requireNonNull(marker),
				Set.of(), null, attached ? Reason.FOLLOWS_DETACH : Reason.EXPLICIT,
				"what came since its rows were moved goes to " + this.into.name() + " with them");
		this.operations.add(new Operation.DropEmptied(drop, this.into));
	}

	/** Beside a DEFAULT partition, or a pending one, a concurrent detach is refused. */
	private DetachMode mode(PartitionBounds bounds) {
		DetachMode configured = this.root.lifecycle().detach();
		if (bounds instanceof PartitionBounds.Default) {
			return DetachMode.BLOCKING;
		}
		if (configured != DetachMode.AUTO) {
			return configured;
		}
		TableTopology.Partitioned table = this.root.table();
		boolean concurrent = table.defaultPartition().isEmpty() && !table.access().pooled()
				&& table.distribution().isEmpty() && table.partitions().stream().noneMatch(Partition::detachPending);
		return concurrent ? DetachMode.CONCURRENT : DetachMode.BLOCKING;
	}

	/** Counts the rows of a table, as far as that matters. */
	@FunctionalInterface
	public interface LeafCount {

		/**
		 * Counts rows.
		 * @param leaf a table
		 * @param most where it may stop
		 * @return the rows, but no more than that
		 */
		long rows(RelationName leaf, long most);

	}

}
