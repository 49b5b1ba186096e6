package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.plan.FindingCode;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * Whether two tables have the same columns, so that rows go from one into the other and
 * nothing of them is lost or changed. Types must be the same to their modifiers: a
 * narrower one would round, and another one of time would be read in some time zone.
 */
final class ColumnFit {

	private static final String COLUMNS = """
			WITH one AS (SELECT * FROM pg_catalog.pg_attribute
			  WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped),
			other AS (SELECT * FROM pg_catalog.pg_attribute
			  WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped)
			SELECT coalesce(one.attname, other.attname), format_type(one.atttypid, one.atttypmod),
			  format_type(other.atttypid, other.atttypmod), one.attgenerated <> '', other.attgenerated <> ''
			FROM one FULL JOIN other ON other.attname = one.attname
			ORDER BY one.attnum, other.attnum""";

	private ColumnFit() {
	}

	/**
	 * The columns of a table that take the values of another one's rows.
	 * @throws PartitionOperationException if a column is missing, would be lost, or has
	 * another type
	 */
	static List<String> of(Connection connection, RelationName rows, RelationName into) throws SQLException {
		List<String> columns = new ArrayList<>();
		List<String> alters = new ArrayList<>();
		Rows.read(connection, COLUMNS, (row) -> {
			String alter = mend(row.getString(1), row.getString(2), row.getString(3));
			boolean lost = !row.getBoolean(4) && row.getBoolean(5);
			if (alter != null) {
				alters.add(alter);
			}
			else if (lost) {
				alters.add("ALTER COLUMN " + RelationName.quoteIdentifier(row.getString(1)) + " DROP EXPRESSION");
			}
			else if (!row.getBoolean(5)) {
				columns.add(row.getString(1));
			}
		}, rows.toString(), into.toString());
		refuse(alters, rows, into, into);
		return columns;
	}

	/** What was detached may have been changed since. */
	static void require(Connection connection, RelationName rows, RelationName into) throws SQLException {
		List<String> alters = new ArrayList<>();
		Rows.read(connection, COLUMNS, (row) -> {
			String alter = mend(row.getString(1), row.getString(2), row.getString(3));
			if (alter != null) {
				alters.add(alter);
			}
		}, into.toString(), rows.toString());
		refuse(alters, rows, into, rows);
	}

	private static @Nullable String mend(String name, @Nullable String wanted, @Nullable String present) {
		String column = RelationName.quoteIdentifier(name);
		if (wanted == null) {
			return "DROP COLUMN " + column;
		}
		return (present == null) ? "ADD COLUMN " + column + " " + wanted
				: present.equals(wanted) ? null : "ALTER COLUMN " + column + " TYPE " + wanted;
	}

	private static void refuse(List<String> alters, RelationName rows, RelationName into, RelationName odd) {
		if (!alters.isEmpty()) {
			throw new PartitionOperationException(FindingCode.SHAPE_MISMATCH,
					"Rows of " + rows + " are not moved into " + into + ": their columns are not the same",
					"ALTER TABLE " + odd + " " + String.join(", ", alters)
							+ " -- look first at what a dropped column holds",
					null, null);
		}
	}

}
