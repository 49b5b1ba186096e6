package io.partsmith.plan;

import java.util.List;
import java.util.stream.Collectors;

import io.partsmith.topology.RelationName;

/**
 * The statement by which somebody copies rows by hand. The columns are named, for two
 * tables may have them in another order, and what is computed is left out.
 */
final class RowCopy {

	private RowCopy() {
	}

	static String sql(RelationName from, RelationName to, List<String> columns) {
		String list = columns.stream().map(RelationName::quoteIdentifier).collect(Collectors.joining(", "));
		return "INSERT INTO " + to + " (" + list + ") OVERRIDING SYSTEM VALUE SELECT " + list + " FROM " + from;
	}

}
