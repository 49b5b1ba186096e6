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
		long oid = (operation instanceof Operation.OnTable known) ? known.table().oid() : 0;
		fire(HookPhase.before(operation.kind()), operation, oid);
		if (operation instanceof Operation.Create create) {
			oid = this.repository.create(create);
		}
		else {
			carryOut((Operation.OnTable) operation);
		}
		return fire(HookPhase.after(operation.kind()), operation, oid);
	}

	private void carryOut(Operation.OnTable operation) {
		if (operation instanceof Operation.Attach attach) {
			this.repository.attach(attach);
		}
		else if (operation instanceof Operation.FinalizeDetach pending) {
			this.repository.finalizeDetach(pending);
		}
		else if (operation instanceof Operation.Detach detach) {
			this.repository.detach(detach);
		}
		else {
			this.repository.drop((Operation.Drop) operation);
		}
	}

	/** A unit that is completed is no new one: its hooks have fired. */
	private List<Issue> fire(HookPhase phase, Operation operation, long oid) {
		if (operation.isRepair()) {
			return List.of();
		}
		PartitionInfo partition = PartitionInfo.of(operation, oid);
		return this.hooks.fire(new PartitionEvent(phase, this.config, partition, operation, this.runId));
	}

}
