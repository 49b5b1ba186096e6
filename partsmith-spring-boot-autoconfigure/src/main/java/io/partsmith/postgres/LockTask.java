package io.partsmith.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Lane;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Scope;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;

/**
 * What locks are taken for.
 *
 * @param lane the lane it belongs to
 * @param what what it is, in one line for people
 * @param tables what autovacuum may be working on in its way
 * @param failure what is thrown where it was not done
 */
record LockTask(Lane lane, String what, List<RelationName> tables, Explanation failure) {

	private static final String OURS = "partsmith ";

	static LockTask of(Operation operation, Dialect dialect) {
		String what = operation.kind() + " of " + operation.partition() + " on " + operation.parent().name();
		return new LockTask(Scope.CREATE.includes(operation) ? Lane.CREATE : Lane.RETIRE, what, tables(operation),
				(ex, contention) -> told(operation,
						dialect.explain(what, ex).orElseGet(() -> SqlFailures.explain(operation, ex, contention))));
	}

	/** A table that is always in use must not keep others from being converted. */
	private static PartitionOperationException told(Operation operation, PartitionOperationException failure) {
		boolean ofTable = failure.code() == FindingCode.LOCK_NOT_AVAILABLE
				|| failure.code() == FindingCode.DISTRIBUTION_UNFIT;
		return (operation instanceof Operation.Convert && ofTable)
				? new PartitionOperationException(FindingCode.CONVERSION_LEFT, String.valueOf(failure.getMessage()),
						failure.next(), failure.sqlState(), failure.getCause())
				: failure;
	}

	static LockTask adoption(RelationName parent, RelationName table) {
		return new LockTask(Lane.RETIRE, "adoption of " + table, List.of(table),
				(ex, contention) -> SqlFailures.explainAdoption(parent, table, ex, contention));
	}

	/**
	 * Autovacuum never works on what is partitioned itself, but on all beneath it, and on
	 * the tables that foreign keys tie to it.
	 */
	private static List<RelationName> tables(Operation operation) {
		List<RelationName> tables = new ArrayList<>();
		RelationName rest = operation.parent().defaultPartition();
		if (rest != null && (operation instanceof Operation.Placing || operation instanceof Operation.Move
				|| operation instanceof Operation.Detach)) {
			tables.add(rest);
		}
		Operation placed = (operation instanceof Operation.Move move) ? move.into() : operation;
		if (placed instanceof Operation.OnTable there && there.table().kind() != RelationKind.FOREIGN) {
			tables.add(there.table().name());
		}
		tables.addAll(operation.parent().foreignKeys().all());
		return tables;
	}

	/** The {@code application_name} under which it is done. */
	String application() {
		return OURS + this.lane + ": " + this.what;
	}

	/**
	 * The sessions of ours that may wait behind it, as a LIKE pattern of their names:
	 * runs do not chase each other away, but retirement makes way for creation.
	 */
	String mayWait() {
		return OURS + ((this.lane == Lane.CREATE) ? "" : Lane.RETIRE) + "%";
	}

	/** What is thrown where the last attempt failed. */
	@FunctionalInterface
	interface Explanation {

		PartitionOperationException of(SQLException ex, Contention contention);

	}

}
