package io.partsmith.hook;

import io.partsmith.plan.Operation;
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
 * {@code null} for an orphan whose window is not known
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
		PartitionBounds.Range bounds = operation.bounds();
		return new PartitionInfo(name.schema(), name.name(), name.toString(), operation.parent().name().toString(), oid,
				(bounds != null) ? text(bounds.from().get(0)) : null,
				(bounds != null) ? text(bounds.to().get(0)) : null, (bounds != null) ? bounds.toSql() : null);
	}

	private static String text(Datum datum) {
		return (datum instanceof Datum.Literal literal) ? literal.text() : datum.toSql();
	}

}
