package io.partsmith.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.partsmith.scheme.BrokenContractException;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * Configuration, catalog and clock in, plan out. Pure: the same input gives the same
 * plan, and nothing is read or changed on the way.
 */
public final class Planner {

	/**
	 * The rows of a window that a run moves out of DEFAULT, where none are configured.
	 */
	public static final long MOST_MOVED = 100_000;

	private final long mostMoved;

	/** A planner with the limits that hold where none are configured. */
	public Planner() {
		this(MOST_MOVED);
	}

	/**
	 * A planner.
	 * @param mostMoved the rows of a window that a run moves out of DEFAULT by itself, at
	 * most; where there are more, the window is a finding
	 */
	public Planner(long mostMoved) {
		this.mostMoved = mostMoved;
	}

	/**
	 * Plans one table.
	 * @param config its configuration
	 * @param topology what the database has
	 * @param now the clock's instant
	 * @return the plan; without operations, but with findings, where the table does not
	 * fit its configuration
	 */
	public MaintenancePlan plan(TablePartitionConfig config, TableTopology topology, Instant now) {
		return plan(config, topology, Knowledge.NONE, now).plan();
	}

	/**
	 * Plans one table by what was measured of it, and asks what else would have to be
	 * known. Whoever plans measures that, and plans again, until nothing new is asked.
	 * @param config its configuration
	 * @param topology what the database has
	 * @param knowledge what was measured so far
	 * @param now the clock's instant
	 * @return the plan, without what depends on open questions, and these
	 */
	public OpenPlan plan(TablePartitionConfig config, TableTopology topology, Knowledge knowledge, Instant now) {
		List<Finding> misfits = TableCheck.check(config, topology);
		if (!misfits.isEmpty()) {
			return new OpenPlan(unjudged(config, now, misfits.stream().map(Finding::asUrgent).toList()), Map.of());
		}
		TableTopology.Partitioned table = (TableTopology.Partitioned) topology;
		PlanDraft draft = new PlanDraft(knowledge, this.mostMoved);
		TreePlanner tree = walk(config, table, now, draft);
		new DriftCheck(config, table.properties()).check(tree.units()).forEach(draft::find);
		new DistributionCheck(config, table).after(draft.operations()).forEach(draft::find);
		return new OpenPlan(new MaintenancePlan(config.id(), config.table(), now, draft.operations(), draft.findings(),
				tree.units(), tree.runway(), fingerprint(config)), draft.questions());
	}

	/**
	 * Plans windows that a caller names, and nothing else of what the table needs; each
	 * member of a set above them gets its own.
	 * @param config its configuration
	 * @param topology what the database has
	 * @param windows windows of the table's grid
	 * @param knowledge what was measured so far
	 * @param now the clock's instant
	 * @return the plan, without operations where all of them are there, and what would
	 * have to be known besides
	 */
	public OpenPlan ensure(TablePartitionConfig config, TableTopology topology, List<Window> windows,
			Knowledge knowledge, Instant now) {
		return new NamedPlanner(config, topology, now).ensure(windows, new PlanDraft(knowledge, this.mostMoved));
	}

	/**
	 * Plans the way of one window's rows out of DEFAULT, or the next part of it.
	 * @param config its configuration
	 * @param topology what the database has
	 * @param window a window of the table's grid
	 * @param batches how much may be moved
	 * @param knowledge what was measured so far
	 * @param now the clock's instant
	 * @return the plan, and what would have to be known besides
	 */
	public OpenPlan drain(TablePartitionConfig config, TableTopology topology, Window window, Batches batches,
			Knowledge knowledge, Instant now) {
		OpenPlan ensured = new NamedPlanner(config, topology, now).ensure(List.of(window),
				new PlanDraft(knowledge, Long.MAX_VALUE));
		if (topology instanceof TableTopology.Partitioned table && table.distribution().isPresent()) {
			return ensured;
		}
		return new OpenPlan(ensured.plan().replacing((operation) -> batches.cut(operation, config, now)),
				ensured.questions());
	}

	static TreePlanner walk(TablePartitionConfig config, TableTopology.Partitioned table, Instant now,
			PlanDraft draft) {
		Site root = Site.root(config, table);
		TreePlanner tree = new TreePlanner(root, now, draft);
		tree.plan(root);
		return tree;
	}

	/**
	 * Measures one table without planning it.
	 * @param config its configuration
	 * @param topology what the database has
	 * @param now the clock's instant
	 * @return the runway, or {@code null} where the table could not be judged
	 */
	public @Nullable Runway runway(TablePartitionConfig config, TableTopology topology, Instant now) {
		if (!TableCheck.check(config, topology).isEmpty()) {
			return null;
		}
		return walk(config, (TableTopology.Partitioned) topology, now, new PlanDraft()).runway();
	}

	/**
	 * Identifies a configuration, hooks left aside.
	 * @param config the configuration
	 * @return 16 hexadecimal digits, the same as in every plan made from it
	 */
	public static String fingerprint(TablePartitionConfig config) {
		return Digest.of(config.table() + "\n" + config.scheme() + "\n" + config.lifecycle() + "\n" + config.levels()
				+ "\n" + config.leaves());
	}

	/**
	 * The plan of a table on which planning failed, so that one table's trouble stays its
	 * own.
	 * @param config its configuration
	 * @param now the clock's instant
	 * @param failure what went wrong
	 * @return a plan without operations, whose finding is urgent
	 */
	public static MaintenancePlan failed(TablePartitionConfig config, Instant now, RuntimeException failure) {
		boolean theirs = failure instanceof BrokenContractException;
		return unjudged(
				config, now, List.of(
						new Finding(FindingCode.PLANNER_FAILED, Step.PLAN, null,
								config.table() + " could not be planned: " + (theirs ? failure.getMessage() : failure),
								theirs ? "Mend the bean, or name another one in partsmith.tables." + config.id()
										: "Please report it with the log and the output of \\d+ " + config.table(),
								true)));
	}

	static MaintenancePlan unjudged(TablePartitionConfig config, Instant now, List<Finding> findings) {
		return new MaintenancePlan(config.id(), config.table(), now, List.of(), findings, List.of(), null,
				fingerprint(config));
	}

}
