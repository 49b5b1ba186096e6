package io.partsmith.event;

import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionInfo;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import org.jspecify.annotations.Nullable;

/**
 * A phase of one operation as an application event: one type for each phase, and this one
 * for all of them.
 */
public sealed interface PartitionLifecycleEvent permits PartitionCreating, PartitionCreated, PartitionAttaching,
		PartitionAttached, PartitionDetaching, PartitionDetached, PartitionDropping, PartitionDropped {

	/**
	 * The whole truth about the phase.
	 * @return what a hook gets
	 */
	PartitionEvent event();

	/**
	 * The table's configuration.
	 * @return the configuration
	 */
	default TablePartitionConfig config() {
		return event().config();
	}

	/**
	 * The partition.
	 * @return the partition with its bounds and OID
	 */
	default PartitionInfo partition() {
		return event().partition();
	}

	/**
	 * What the partition holds of the axis.
	 * @return the window, or {@code null} for a member of a set and for an orphan whose
	 * window is not known
	 */
	default @Nullable Window window() {
		return event().window();
	}

	/**
	 * The run.
	 * @return identifies the run
	 */
	default String runId() {
		return event().runId();
	}

	/**
	 * The application event of a phase.
	 * @param event what a hook gets
	 * @return the event of its phase
	 */
	static PartitionLifecycleEvent of(PartitionEvent event) {
		return switch (event.phase()) {
			case BEFORE_CREATE -> new PartitionCreating(event);
			case AFTER_CREATE -> new PartitionCreated(event);
			case BEFORE_ATTACH -> new PartitionAttaching(event);
			case AFTER_ATTACH -> new PartitionAttached(event);
			case BEFORE_DETACH -> new PartitionDetaching(event);
			case AFTER_DETACH -> new PartitionDetached(event);
			case BEFORE_DROP -> new PartitionDropping(event);
			case AFTER_DROP -> new PartitionDropped(event);
		};
	}

	/**
	 * The type of the events of a phase.
	 * @param phase the phase
	 * @return the record that {@link #of} makes of it
	 */
	static Class<? extends PartitionLifecycleEvent> type(HookPhase phase) {
		return switch (phase) {
			case BEFORE_CREATE -> PartitionCreating.class;
			case AFTER_CREATE -> PartitionCreated.class;
			case BEFORE_ATTACH -> PartitionAttaching.class;
			case AFTER_ATTACH -> PartitionAttached.class;
			case BEFORE_DETACH -> PartitionDetaching.class;
			case AFTER_DETACH -> PartitionDetached.class;
			case BEFORE_DROP -> PartitionDropping.class;
			case AFTER_DROP -> PartitionDropped.class;
		};
	}

}
