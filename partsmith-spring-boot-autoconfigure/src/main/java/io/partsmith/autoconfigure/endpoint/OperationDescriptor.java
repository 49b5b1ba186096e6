package io.partsmith.autoconfigure.endpoint;

import java.util.List;
import java.util.function.Function;

import io.partsmith.plan.Operation;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Relation;
import org.jspecify.annotations.Nullable;

/**
 * An operation in JSON.
 *
 * @param kind what it does
 * @param partition the partition it works on
 * @param from the lower bound of the leading key column, or {@code null} where it is not
 * known
 * @param to the upper bound, exclusive, or {@code null} likewise
 * @param reason why it is planned
 * @param detail the reason with its figures
 * @param oid the table's OID, or {@code null} for one that is to be made
 * @param rows an estimate of its rows, or of those that are moved into it; {@code null}
 * where there is none
 * @param bytes its size on disk, or {@code null} where it was not measured
 * @param withheld whether a limit holds it back until the plan's hash is posted, or a
 * skewed clock until it is mended
 * @param destructive whether rows can no longer be read through the table afterwards
 * @param transactional whether it is one transaction
 * @param lock the heaviest locks it takes
 * @param sql its statements
 */
record OperationDescriptor(String kind, String partition, @Nullable String from, @Nullable String to, String reason,
		String detail, @Nullable Long oid, @Nullable Long rows, @Nullable Long bytes, boolean withheld,
		boolean destructive, boolean transactional, String lock, List<String> sql) {

	static OperationDescriptor of(Operation operation, boolean withheld, Function<Operation, List<String>> sql) {
		Relation table = table(operation);
		Window window = operation.window();
		return new OperationDescriptor(operation.kind().toString(), operation.partition().toString(),
				Literals.from(operation.bounds(), (window != null) ? window.from() : null),
				Literals.to(operation.bounds(), (window != null) ? window.to() : null), operation.reason().toString(),
				operation.detail(), (table != null) ? table.oid() : null, rows(operation, table),
				(table != null) ? table.bytes() : null, withheld, operation.kind().isDestructive(),
				operation.transactional(), operation.lock(), sql.apply(operation));
	}

	private static @Nullable Relation table(Operation operation) {
		if (operation instanceof Operation.Fill fill) {
			return table(fill.whole());
		}
		if (operation instanceof Operation.Move move) {
			return table(move.into());
		}
		return (operation instanceof Operation.OnTable known) ? known.table() : null;
	}

	private static @Nullable Long rows(Operation operation, @Nullable Relation table) {
		if (operation instanceof Operation.Fill fill) {
			return fill.rows();
		}
		if (operation instanceof Operation.Move move) {
			return move.rows();
		}
		return (table != null) ? table.rows() : null;
	}

}
