package io.partsmith.maintenance;

import java.util.concurrent.atomic.AtomicBoolean;

import io.partsmith.execution.Issue;
import io.partsmith.plan.Batches;
import io.partsmith.plan.Destination;
import io.partsmith.plan.Emptied;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Scope;
import io.partsmith.plan.UnpartitionPlan;
import io.partsmith.plan.UnpartitionPlanner;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.TableTopology;

/** One call that moves all rows of a table into another one, under one lock. */
final class Unpartitioning {

	private final TablePartitionConfig config;

	private final TableInspector inspector;

	private final TableRunner runner;

	private final Destination into;

	private final Emptied emptied;

	private final Batches batches;

	Unpartitioning(TablePartitionConfig config, TableInspector inspector, TableRunner runner, Destination into,
			Emptied emptied, Batches batches) {
		this.config = config;
		this.inspector = inspector;
		this.runner = runner;
		this.into = into;
		this.emptied = emptied;
		this.batches = batches;
	}

	UnpartitionedData run(TableInspection seen) {
		AtomicBoolean whole = new AtomicBoolean();
		MaintenanceResult result = this.runner.run(seen, Scope.UNPARTITION, (look) -> {
			UnpartitionPlan planned = plan(look);
			whole.set(planned.whole());
			return planned.plan();
		});
		MaintenancePlan plan = result.plan();
		boolean ran = result.outcome() != Outcome.SKIPPED && result.outcome() != Outcome.PLANNED;
		String error = ran ? result.error() : "Nothing was moved: " + result.reason() + ", " + result.detail();
		boolean complete = error == null && whole.get() && plan != null
				&& result.done().size() == plan.operations().size() && Issue.of(plan).isEmpty();
		return new UnpartitionedData(result.report().moved().rows(), result.report().moved().batches(),
				result.droppedCount(), complete, result.issues(), error, next(complete));
	}

	private UnpartitionPlan plan(TableInspection look) {
		UnpartitionPlanner planner = new UnpartitionPlanner(this.config, (TableTopology.Partitioned) look.topology(),
				look.at(), this.into, this.emptied, this.batches);
		return planner.plan(this.inspector::rows);
	}

	private String next(boolean complete) {
		String entry = "partsmith.tables." + this.config.id();
		if (!complete) {
			return "See the issues, if there are any, and call again: it goes on with the rest. Until then " + entry
					+ " stays, and create runs go on making what inserts into " + this.config.table() + " need";
		}
		return (this.emptied == Emptied.KEEP)
				? "The partitions are empty and take rows as before. Let the application use " + this.into.name()
						+ ", call again for the rows that came meanwhile, and take " + entry
						+ " out of the configuration"
				: "Take " + entry + " out of the configuration, or set partsmith.mode to off, before the next create"
						+ " run makes the partitions anew that it asks for; without them inserts into "
						+ this.config.table() + " are refused (23514)";
	}

}
