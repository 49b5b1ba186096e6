package io.partsmith.archive;

import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Reason;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Archives partitions as their tables' policies say. A table is dropped only behind an
 * archive that was read back; whatever keeps that from being so aborts the drop. Comes
 * behind the application's own hooks: from its turn on nobody can write to the detached
 * table any more.
 */
@Order(Ordered.LOWEST_PRECEDENCE - 100)
public final class ArchiveHooks implements PartitionLifecycleHooks {

	/** The name of the bean, for tables that name their hooks. */
	public static final String BEAN_NAME = "partitionArchiveHooks";

	private final ArchivePolicies policies;

	private final PartitionArchive archive;

	/**
	 * The hooks.
	 * @param policies which tables are archived, and how
	 * @param archive archives
	 */
	public ArchiveHooks(ArchivePolicies policies, PartitionArchive archive) {
		this.policies = policies;
		this.archive = archive;
	}

	@Override
	public boolean takesPartIn(HookPhase phase) {
		return switch (phase) {
			case AFTER_DETACH, BEFORE_DROP, AFTER_DROP -> !this.policies.byId().isEmpty();
			default -> false;
		};
	}

	@Override
	public void onEvent(PartitionEvent event) {
		if (event.operation() instanceof Operation.OnTable operation) {
			this.policies.of(event.config().id()).ifPresent((policy) -> on(event, operation, policy));
		}
	}

	private void on(PartitionEvent event, Operation.OnTable operation, ArchivePolicy policy) {
		switch (event.phase()) {
			case AFTER_DETACH -> {
				if (policy.when() == ArchiveMoment.AFTER_DETACH && !livesOn(operation)) {
					this.archive.secure(policy, event, operation);
				}
			}
			case BEFORE_DROP -> {
				if (operation instanceof Operation.Drop) {
					this.archive.secure(policy, event, operation);
				}
			}
			case AFTER_DROP -> this.archive.forget(operation.table().oid());
			default -> {
			}
		}
	}

	/**
	 * What is attached again in the same run, or moved into another table by a caller.
	 */
	private static boolean livesOn(Operation operation) {
		return operation.reason() == Reason.EXPLICIT
				|| operation instanceof Operation.FinalizeDetach pending && pending.wanted();
	}

}
