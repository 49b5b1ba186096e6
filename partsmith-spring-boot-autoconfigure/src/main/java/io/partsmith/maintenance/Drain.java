package io.partsmith.maintenance;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.execution.Issue;
import io.partsmith.plan.Batches;
import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Scope;
import io.partsmith.plan.Step;
import io.partsmith.scheme.Axis;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Partition;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * One call that drains a DEFAULT partition, window by window, the oldest first. A window
 * that cannot be made is left behind, with an issue, and so is what lies in no window.
 */
final class Drain {

	private final TablePartitionConfig config;

	private final TableInspector inspector;

	private final TableRunner runner;

	private final Batches batches;

	private final DefaultKeys keys;

	private final List<Issue> issues = new ArrayList<>();

	private int used;

	private long rows;

	private boolean whole = true;

	private @Nullable String error;

	Drain(TablePartitionConfig config, TableInspector inspector, TableRunner runner, Batches batches) {
		this.config = config;
		this.inspector = inspector;
		this.runner = runner;
		this.batches = batches;
		this.keys = new DefaultKeys(inspector);
	}

	PartitionedData run() {
		while (true) {
			TableInspection seen = this.inspector.glance(this.config);
			Axis axis = seen.named().range().axis();
			TableTopology.Partitioned table = (TableTopology.Partitioned) seen.topology();
			Window window = this.keys.firstWindow(table, axis).orElse(null);
			if (window == null || this.used >= this.batches.count()) {
				return result(table, window == null && this.whole);
			}
			if (!move(seen, table, window)) {
				this.whole = false;
				if (!this.keys.leave(window, axis) || this.error != null) {
					return result(table, false);
				}
			}
		}
	}

	/** Moves a window's rows, or some of them; answers whether any were. */
	private boolean move(TableInspection seen, TableTopology.Partitioned table, Window window) {
		Batches left = this.batches.without(this.used);
		MaintenanceResult result = this.runner.run(seen, Scope.ENSURE,
				(look) -> this.inspector.drain(look, window, left));
		this.issues.addAll(result.issues());
		this.error = result.error();
		boolean moved = false;
		for (Operation operation : result.done()) {
			if (operation instanceof Operation.Move move) {
				this.rows += move.rows();
				this.used++;
				moved = true;
			}
			else if (operation instanceof Operation.Fill fill) {
				this.rows += fill.rows();
				this.used += fill.batches();
				moved = true;
			}
		}
		if (!moved) {
			String because = (this.error != null) ? this.error
					: "the window " + window + " could not be made: " + result.reason() + ", " + result.detail();
			String next = result.issues().isEmpty() ? "Mend that" : "See the other issues";
			stay(table, because, next + "; what is mended is moved by the next call");
		}
		return moved;
	}

	private void stay(TableTopology.Partitioned table, String because, String next) {
		RelationName source = table.defaultPartition().map(Partition::name).orElse(null);
		this.issues.add(Issue.of(new Finding(FindingCode.DEFAULT_HOLDS_ROWS, Step.MOVE, source,
				"Rows stay in " + source + ": " + because, next)));
	}

	private PartitionedData result(TableTopology.Partitioned table, boolean complete) {
		String key = this.keys.inNoWindow().orElse(null);
		if (key != null) {
			stay(table, "the key " + key + " lies in no window",
					"Nothing if it belongs there; else correct its row and others like it, or delete them");
		}
		return new PartitionedData(this.rows, this.used, complete && key == null, this.issues, this.error);
	}

}
