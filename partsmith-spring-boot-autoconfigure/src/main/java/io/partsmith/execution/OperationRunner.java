package io.partsmith.execution;

import java.util.List;

import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionInfo;
import io.partsmith.plan.Operation;
import io.partsmith.postgres.PartitionRepository;
import io.partsmith.table.TablePartitionConfig;

/** Carries one operation out, with the hooks around it. */
final class OperationRunner {

	private final PartitionRepository repository;

	private final HookChain hooks;

	private final TablePartitionConfig config;

	private final String runId;

	OperationRunner(PartitionRepository repository, HookChain hooks, TablePartitionConfig config, String runId) {
		this.repository = repository;
		this.hooks = hooks;
		this.config = config;
		this.runId = runId;
	}

	/**
	 * Carries an operation out.
	 * @return the warnings of hooks that failed afterwards
	 */
	List<Issue> run(Operation operation) {
		if (operation instanceof Operation.Create create) {
			fire(HookPhase.BEFORE_CREATE, create, 0);
			long oid = this.repository.create(create);
			return fire(HookPhase.AFTER_CREATE, create, oid);
		}
		if (operation instanceof Operation.Attach attach) {
			fire(HookPhase.BEFORE_ATTACH, attach, attach.table().oid());
			this.repository.attach(attach);
			return fire(HookPhase.AFTER_ATTACH, attach, attach.table().oid());
		}
		if (operation instanceof Operation.FinalizeDetach pending) {
			fire(HookPhase.BEFORE_DETACH, pending, pending.table().oid());
			this.repository.finalizeDetach(pending);
			return fire(HookPhase.AFTER_DETACH, pending, pending.table().oid());
		}
		if (operation instanceof Operation.Detach detach) {
			fire(HookPhase.BEFORE_DETACH, detach, detach.table().oid());
			this.repository.detach(detach);
			return fire(HookPhase.AFTER_DETACH, detach, detach.table().oid());
		}
		Operation.Drop drop = (Operation.Drop) operation;
		fire(HookPhase.BEFORE_DROP, drop, drop.table().oid());
		this.repository.drop(drop);
		return fire(HookPhase.AFTER_DROP, drop, drop.table().oid());
	}

	private List<Issue> fire(HookPhase phase, Operation operation, long oid) {
		PartitionInfo partition = PartitionInfo.of(operation, oid);
		return this.hooks.fire(new PartitionEvent(phase, this.config, partition, operation, this.runId));
	}

}
