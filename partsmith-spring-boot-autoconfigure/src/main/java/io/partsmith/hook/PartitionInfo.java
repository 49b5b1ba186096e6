package io.partsmith.hook;

import java.util.function.Function;

import io.partsmith.plan.Operation;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.Window;
import io.partsmith.topology.Datum;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * A partition as a hook sees it.
 *
 * @param schema its schema, unquoted
 * @param name its bare name, unquoted
 * @param qualifiedName its schema-qualified name, quoted where it must be; safe in SQL
 * @param parent the table it is, was or will be a partition of, qualified like itself
 * @param oid its OID, or 0 before it was made
 * @param from the lower bound of its leading key column as PostgreSQL takes it, or
 * {@code null} for a member of a set and for an orphan whose window is not known
 * @param to the upper bound, exclusive, or {@code null} likewise
 * @param bounds both as they stand in {@code ATTACH PARTITION}, or {@code null} likewise
 */
public record PartitionInfo(String schema, String name, String qualifiedName, String parent, long oid,
		@Nullable String from, @Nullable String to, @Nullable String bounds) {

	/**
	 * The partition of an operation.
	 * @param operation the operation
	 * @param oid its OID, or 0 before it was made
	 * @return what hooks are told of it
	 */
	public static PartitionInfo of(Operation operation, long oid) {
		RelationName name = operation.partition();
		PartitionBounds bounds = operation.bounds();
		PartitionBounds.Range range = (bounds instanceof PartitionBounds.Range found) ? found : null;
		return new PartitionInfo(name.schema(), name.name(), name.toString(), operation.parent().name().toString(), oid,
				(range != null) ? text(range.from().get(0)) : edge(operation, Window::from),
				(range != null) ? text(range.to().get(0)) : edge(operation, Window::to),
				(bounds != null) ? bounds.toSql() : null);
	}

	/** A sliding list has windows too, of one value each. */
	private static @Nullable String edge(Operation operation, Function<Window, Position> end) {
		Window window = operation.window();
		return (window != null && operation.bounds() != null) ? end.apply(window).toString() : null;
	}

	private static String text(Datum datum) {
		return (datum instanceof Datum.Literal literal) ? literal.text() : datum.toSql();
	}

}
