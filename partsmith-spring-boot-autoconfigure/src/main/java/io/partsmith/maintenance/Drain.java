package io.partsmith.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.partsmith.execution.Issue;
import io.partsmith.plan.Batches;
import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Scope;
import io.partsmith.plan.Step;
import io.partsmith.scheme.End;
import io.partsmith.scheme.RangeGrid;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.topology.Datum;
import io.partsmith.topology.Partition;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;
import org.jspecify.annotations.Nullable;

/**
 * One call that drains a DEFAULT partition, window by window, the oldest first. A window
 * that cannot be made is left behind, with an issue.
 */
final class Drain {

	private final TablePartitionConfig config;

	private final TableInspector inspector;

	private final TableRunner runner;

	private final Batches batches;

	private final List<Issue> issues = new ArrayList<>();

	private @Nullable String from;

	private int used;

	private long rows;

	private boolean whole = true;

	private @Nullable String error;

	Drain(TablePartitionConfig config, TableInspector inspector, TableRunner runner, Batches batches) {
		this.config = config;
		this.inspector = inspector;
		this.runner = runner;
		this.batches = batches;
	}

	PartitionedData run() {
		while (true) {
			TableInspection seen = this.inspector.glance(this.config);
			RangeGrid grid = seen.named().range();
			RelationName source = ((TableTopology.Partitioned) seen.topology()).defaultPartition()
				.map(Partition::name)
				.orElse(null);
			Optional<String> key = (source != null)
					? this.inspector.smallestKey(source, columns(seen.topology()), this.from) : Optional.empty();
			if (key.isEmpty()) {
				return result(this.whole);
			}
			if (this.used >= this.batches.count()) {
				return result(false);
			}
			Window window = window(grid, key.get());
			if (window == null) {
				leave(source, "its key " + key.get() + " lies in no window");
				return result(false);
			}
			if (!move(seen, Objects.requireNonNull(source), window)) {
				this.whole = false;
				Datum next = grid.axis().datum(window.to());
				if (this.error != null || !(next instanceof Datum.Literal literal)) {
					return result(false);
				}
				this.from = literal.text();
			}
		}
	}

	private static List<String> columns(TableTopology topology) {
		return ((TableTopology.Partitioned) topology).key()
			.columnNames()
			.stream()
			.map(Objects::requireNonNull)
			.toList();
	}

	private static @Nullable Window window(RangeGrid grid, String key) {
		return grid.axis()
			.end(new Datum.Literal(key))
			.map(End::position)
			.map(grid.axis()::windowAt)
			.filter(grid.axis()::holds)
			.orElse(null);
	}

	/** Moves a window's rows, or some of them; answers whether any were. */
	private boolean move(TableInspection seen, RelationName source, Window window) {
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
			leave(source, (this.error != null) ? this.error
					: "the window " + window + " could not be made: " + result.reason() + ", " + result.detail());
		}
		return moved;
	}

	private void leave(@Nullable RelationName source, String because) {
		this.issues.add(Issue.of(new Finding(FindingCode.DEFAULT_HOLDS_ROWS, Step.MOVE, source,
				"Rows stay in " + source + ": " + because,
				"See the other issues; what is mended is moved by the next call")));
	}

	private PartitionedData result(boolean complete) {
		return new PartitionedData(this.rows, this.used, complete, this.issues, this.error);
	}

}
