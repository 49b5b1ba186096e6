package io.partsmith.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.topology.KeyColumn;
import io.partsmith.topology.PartitionKey;
import io.partsmith.topology.PartitionMethod;
import io.partsmith.topology.Relation;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * What the queries over trees, orphans and strays have in common: their first nine
 * columns.
 *
 * @param relation the relation; a view counts as a table
 * @param comment its comment, or {@code null}
 * @param key its partition key, or {@code null} where it is not partitioned
 */
record CatalogRow(Relation relation, @Nullable String comment, @Nullable PartitionKey key) {

	/** The first column behind those in common. */
	static final int NEXT = 10;

	static CatalogRow read(ResultSet row) throws SQLException {
		Relation relation = new Relation(new RelationName(row.getString(2), row.getString(3)), row.getLong(1),
				kind(row.getString(4)), row.getBoolean(5), estimate(Rows.number(row, 6)), null);
		return new CatalogRow(relation, row.getString(7), key(row, 8));
	}

	private static RelationKind kind(String kind) {
		return switch (kind) {
			case "v", "m" -> RelationKind.TABLE;
			case "columnar" -> RelationKind.COLUMNAR;
			default -> RelationKind.ofCatalogLetter(kind);
		};
	}

	/** A key in two columns: its method, and its columns, each with its type. */
	static @Nullable PartitionKey key(ResultSet row, int column) throws SQLException {
		String strategy = row.getString(column);
		if (strategy == null) {
			return null;
		}
		List<KeyColumn> columns = new ArrayList<>();
		for (String joined : Rows.texts(row, column + 1)) {
			String[] part = joined.split("\u001f", -1);
			columns.add(new KeyColumn(part[0].isEmpty() ? null : part[0], part[1].isEmpty() ? "expression" : part[1]));
		}
		return new PartitionKey(PartitionMethod.ofCatalogLetter(strategy), columns);
	}

	/** PostgreSQL's -1 stands for "never counted". */
	static @Nullable Long estimate(@Nullable Long rows) {
		return (rows != null && rows >= 0) ? rows : null;
	}

}
