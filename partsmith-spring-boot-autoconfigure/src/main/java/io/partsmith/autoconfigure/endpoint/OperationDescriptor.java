package io.partsmith.autoconfigure.endpoint;

import java.util.List;
import java.util.function.Function;

import io.partsmith.plan.Operation;
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
 * @param destructive whether rows can no longer be read through the table afterwards
 * @param lock the heaviest locks it takes
 * @param sql its statements
 */
record OperationDescriptor(String kind, String partition, @Nullable String from, @Nullable String to, String reason,
		String detail, boolean destructive, String lock, List<String> sql) {

	static OperationDescriptor of(Operation operation, Function<Operation, List<String>> sql) {
		return new OperationDescriptor(operation.kind().toString(), operation.partition().toString(),
				Literals.from(operation.bounds()), Literals.to(operation.bounds()), operation.reason().toString(),
				operation.detail(), operation.kind().isDestructive(), operation.lock(), sql.apply(operation));
	}

}
