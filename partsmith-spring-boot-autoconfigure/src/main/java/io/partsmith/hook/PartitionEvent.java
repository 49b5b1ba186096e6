package io.partsmith.hook;

import io.partsmith.plan.Operation;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import org.jspecify.annotations.Nullable;

/**
 * The whole truth about one phase of one operation.
 *
 * @param phase the moment
 * @param config the table's configuration
 * @param partition the partition with its bounds and OID
 * @param operation the planned operation with its reason and sizes
 * @param runId identifies the run
 */
public record PartitionEvent(HookPhase phase, TablePartitionConfig config, PartitionInfo partition, Operation operation,
		String runId) {

	/**
	 * What the partition holds of the axis; known also at a drop, when the catalog has
	 * forgotten it.
	 * @return the window, or {@code null} for an orphan whose window is not known
	 */
	public @Nullable Window window() {
		return this.operation.window();
	}

}
