package io.partsmith.execution;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionInfo;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.postgres.LockLedger;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.postgres.PartitionRepository;
import io.partsmith.table.TablePartitionConfig;

/** Carries one operation out, with the hooks around it. */
final class OperationRunner {

	private final PartitionRepository repository;

	private final HookChain hooks;

	private final TablePartitionConfig config;

	private final String runId;

	private final LockLedger ledger;

	private final Creations creations;

	private final Drops drops;

	private final Supplier<Optional<String>> objection;

	private MovedRows moved = MovedRows.NONE;

	OperationRunner(PartitionRepository repository, HookChain hooks, TablePartitionConfig config, String runId,
			LockLedger ledger, List<Operation> planned, Supplier<Optional<String>> objection) {
		this.repository = repository;
		this.hooks = hooks;
		this.config = config;
		this.runId = runId;
		this.ledger = ledger;
		this.objection = objection;
		// Between the two hooks of a partition nothing happens but to that.
		this.creations = new Creations(repository, ledger,
				isHooked(HookPhase.BEFORE_CREATE, HookPhase.AFTER_CREATE) ? List.of() : planned);
		this.drops = new Drops(repository, ledger,
				isHooked(HookPhase.BEFORE_DROP, HookPhase.AFTER_DROP) ? List.of() : planned);
	}

	private boolean isHooked(HookPhase before, HookPhase after) {
		return this.hooks.takesPartIn(before) || this.hooks.takesPartIn(after);
	}

	/**
	 * Carries an operation out.
	 * @return the warnings of hooks that failed afterwards
	 */
	List<Issue> run(Operation operation) {
		if (operation instanceof Operation.Fill fill) {
			return fill(fill);
		}
		if (operation instanceof Operation.Empty empty) {
			this.repository.empty(empty, this.ledger, this::goOn);
			return List.of();
		}
		if (operation instanceof Operation.Convert convert) {
			this.repository.convert(convert, this.ledger);
			return List.of();
		}
		long oid = knownOid(operation);
		fireBefore(operation, oid);
		if (operation instanceof Operation.Create create) {
			oid = this.creations.make(create);
		}
		else if (operation instanceof Operation.Move move) {
			oid = this.repository.move(move, this.ledger);
		}
		else {
			carryOut((Operation.OnTable) operation);
		}
		return fire(HookPhase.after(operation.effect()), operation, oid);
	}

	/** What is begun here comes to its end with the attach, whose hooks fire then. */
	private List<Issue> fill(Operation.Fill operation) {
		if (operation.whole().effect() == OperationKind.CREATE) {
			fireBefore(operation, 0);
		}
		this.repository.fill(operation, this.ledger);
		return List.of();
	}

	/** A hook may take hours, in which this node may lose its part in the cluster. */
	private void fireBefore(Operation operation, long oid) {
		HookPhase phase = HookPhase.before(operation.effect());
		fire(phase, operation, oid);
		if (!this.hooks.takesPartIn(phase)) {
			return;
		}
		this.objection.get().ifPresent((why) -> {
			throw new PartitionOperationException(
					FindingCode.GUARDED, "The run was stopped behind the hooks, before " + operation.kind() + " of "
							+ operation.partition() + ": " + why,
					"Nothing was changed; the next run goes on, where it may", null, null);
		});
	}

	/** Counts a batch, and sees that nobody else may work on the table meanwhile. */
	private void goOn(long rows) {
		this.moved = this.moved.and(rows);
		this.objection.get().ifPresent((why) -> {
			throw new PartitionOperationException(FindingCode.LOCK_NOT_AVAILABLE,
					"The run was stopped between two batches of " + this.config.table() + ": " + why,
					"What was moved is moved; the next call goes on with the rest", null, null);
		});
	}

	/** The rows that went into another table so far. */
	MovedRows moved() {
		return this.moved;
	}

	private static long knownOid(Operation operation) {
		if (operation instanceof Operation.Move move) {
			return knownOid(move.into());
		}
		return (operation instanceof Operation.OnTable known) ? known.table().oid() : 0;
	}

	/** Whether an operation is in the database before its turn to be told has come. */
	boolean isDone(Operation operation) {
		return this.creations.isMade(operation) || this.drops.isDropped(operation);
	}

	private void carryOut(Operation.OnTable operation) {
		if (operation instanceof Operation.Attach attach) {
			this.repository.attach(attach, this.ledger);
		}
		else if (operation instanceof Operation.FinalizeDetach pending) {
			this.repository.finalizeDetach(pending, this.ledger);
		}
		else if (operation instanceof Operation.Detach detach) {
			this.repository.detach(detach, this.ledger);
		}
		else if (operation instanceof Operation.DropEmptied emptied) {
			this.moved = this.moved.and(this.repository.dropEmptied(emptied, this.ledger));
		}
		else {
			this.drops.drop((Operation.Drop) operation);
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
