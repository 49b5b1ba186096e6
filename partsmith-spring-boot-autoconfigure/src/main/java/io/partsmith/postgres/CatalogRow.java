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
 * What the queries over trees, orphans and strays have in common: their first ten
 * columns.
 *
 * @param relation the relation; a view counts as a table
 * @param comment its comment, or {@code null}
 * @param key its partition key, or {@code null} where it is not partitioned
 */
record CatalogRow(Relation relation, @Nullable String comment, @Nullable PartitionKey key) {

	/** The first column behind those in common. */
	static final int NEXT = 11;

	static CatalogRow read(ResultSet row) throws SQLException {
		String kind = row.getString(4);
		Relation relation = new Relation(new RelationName(row.getString(2), row.getString(3)), row.getLong(1),
				"vm".contains(kind) ? RelationKind.TABLE : RelationKind.ofCatalogLetter(kind), row.getBoolean(5),
				estimate(Rows.number(row, 6)), null);
		return new CatalogRow(relation, row.getString(7), key(row, 8));
	}

	/** A key in three columns: its method, its columns' names, and their types. */
	static @Nullable PartitionKey key(ResultSet row, int column) throws SQLException {
		String strategy = row.getString(column);
		if (strategy == null) {
			return null;
		}
		List<@Nullable String> names = Rows.texts(row, column + 1);
		List<@Nullable String> types = Rows.texts(row, column + 2);
		List<KeyColumn> columns = new ArrayList<>();
		for (int i = 0; i < names.size(); i++) {
			String type = types.get(i);
			columns.add(new KeyColumn(names.get(i), (type != null) ? type : "expression"));
		}
		return new PartitionKey(PartitionMethod.ofCatalogLetter(strategy), columns);
	}

	/** PostgreSQL's -1 stands for "never counted". */
	private static @Nullable Long estimate(@Nullable Long rows) {
		return (rows != null && rows >= 0) ? rows : null;
	}

}
