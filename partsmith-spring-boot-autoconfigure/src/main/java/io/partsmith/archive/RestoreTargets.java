package io.partsmith.archive;

import java.util.Optional;
import java.util.stream.Stream;

import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.maintenance.TablePartitions;
import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.plan.Reason;
import io.partsmith.plan.Severity;
import io.partsmith.postgres.DetachedTables;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.scheme.Window;
import io.partsmith.table.LeafPattern;
import io.partsmith.topology.Branch;
import io.partsmith.topology.Partition;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.TableTopology;

/**
 * Finds out what there is in the place of a partition.
 *
 * @param service knows the tables
 * @param tables takes away what an earlier attempt has left
 */
record RestoreTargets(PartitionLifecycleService service, DetachedTables tables) {

	/**
	 * What there is in the place of a window.
	 * @throws PartitionOperationException if its partition could not be made
	 */
	RestoreTarget find(String id, Window window, RelationName parent) {
		return find(id, window, parent, true);
	}

	private RestoreTarget find(String id, Window window, RelationName parent, boolean mayRepeat) {
		TablePartitions partitions = this.service.partitions(id);
		MaintenancePlan plan = partitions.plan(window);
		Operation operation = plan.operations()
			.stream()
			.filter((candidate) -> candidate.parent().name().equals(parent) && window.equals(candidate.window()))
			.findFirst()
			.orElse(null);
		Finding finding = plan.findings()
			.stream()
			.filter((candidate) -> candidate.severity() == Severity.WARNING)
			.findFirst()
			.orElse(null);
		boolean unfinished = operation != null && operation.reason() == Reason.SUBTREE;
		RelationName inTheWay = (operation != null) ? operation.partition()
				: (finding != null) ? finding.partition() : null;
		if (mayRepeat && (unfinished || operation == null) && inTheWay != null && this.tables.unstage(inTheWay)) {
			return find(id, window, parent, false);
		}
		if (operation != null && !unfinished) {
			return (operation.effect() == OperationKind.ATTACH) ? new RestoreTarget.Detached(operation.partition())
					: new RestoreTarget.Missing(creation(operation));
		}
		if (finding != null) {
			throw new PartitionOperationException(finding.code(), finding.message(), finding.next(), null, null);
		}
		return attached(id, window, parent, partitions).map((Relation found) -> new RestoreTarget.Attached(found))
			.orElseThrow(() -> new PartitionOperationException(FindingCode.PARTITION_ATTACHED, "The window " + window
					+ " of " + parent
					+ " has a partition that cannot be filled: a foreign table, or one whose detach has not ended",
					"Look it up in the tree: GET /actuator/partitions/" + id
							+ ". Restore again when the window has no partition",
					null, null));
	}

	private static Operation.Create creation(Operation operation) {
		Operation made = (operation instanceof Operation.Move move) ? move.into() : operation;
		if (made instanceof Operation.Create create && !(create.leaves() instanceof LeafPattern.Foreign)) {
			return create;
		}
		throw new ArchiveException(
				operation.partition() + " would be a foreign table; restore its rows on the other side", null);
	}

	private Optional<Relation> attached(String id, Window window, RelationName parent, TablePartitions partitions) {
		if (!(this.service.inspect(id).topology() instanceof TableTopology.Partitioned table)) {
			return Optional.empty();
		}
		Stream<Partition> siblings = table.table().equals(parent) ? table.partitions().stream()
				: beneath(table.branch()).filter((each) -> each.name().equals(parent))
					.flatMap((each) -> each.children().stream());
		return siblings.filter((each) -> !each.isDefault() && !each.detachPending())
			.filter((each) -> partitions.window(parent, each.bounds()).filter(window::equals).isPresent())
			.map(Partition::relation)
			.filter((relation) -> relation.kind() != RelationKind.FOREIGN)
			.findFirst();
	}

	private static Stream<Partition> beneath(Branch branch) {
		return branch.partitions()
			.stream()
			.flatMap((each) -> Stream.concat(Stream.of(each),
					(each.branch() != null) ? beneath(each.branch()) : Stream.empty()));
	}

}
