package io.partsmith.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.partsmith.topology.Datum;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationName;

/**
 * Which rows a partition with some bounds would hold. A range holds no row with a NULL in
 * its key, in whichever column: such rows stay in DEFAULT.
 *
 * @param key the columns of the partition key
 * @param bounds the bounds, a range or values
 */
record Within(List<String> key, PartitionBounds bounds) {

	/** The condition, with the columns as they stand alone. */
	String toSql() {
		List<String> columns = this.key.stream().map(RelationName::quoteIdentifier).toList();
		List<String> conditions = new ArrayList<>();
		columns.forEach((column) -> conditions.add(column + " IS NOT NULL"));
		if (this.bounds instanceof PartitionBounds.Range range) {
			edge(columns.get(0), " >= ", range.from().get(0), conditions);
			edge(columns.get(0), " < ", range.to().get(0), conditions);
		}
		else if (this.bounds instanceof PartitionBounds.Values list) {
			conditions.add(columns.get(0)
					+ list.values().stream().map(Datum::toSql).collect(Collectors.joining(", ", " IN (", ")")));
		}
		else {
			throw new IllegalArgumentException("No rows are told apart by " + this.bounds.toSql());
		}
		return String.join(" AND ", conditions);
	}

	private static void edge(String column, String comparison, Datum edge, List<String> conditions) {
		if (edge instanceof Datum.Literal literal) {
			conditions.add(column + comparison + literal.toSql());
		}
	}

}
