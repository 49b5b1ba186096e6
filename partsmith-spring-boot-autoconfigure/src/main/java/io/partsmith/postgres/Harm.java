package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.plan.FindingCode;
import io.partsmith.topology.RelationName;

/**
 * What a move would do to rows of other tables: deleting a row here and inserting it
 * there, it deletes, as far as foreign keys go.
 */
final class Harm {

	/** Foreign keys to a relation, to what it is a part of, or to a part of it. */
	private static final String KEYS = Lineage.WITH + """
			SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(f.conname),
			  CASE f.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END
			FROM line
			JOIN pg_catalog.pg_constraint AS f ON f.confrelid = line.oid AND f.contype = 'f' AND f.conparentid = 0
			  AND f.confdeltype IN ('c', 'n', 'd')
			JOIN pg_catalog.pg_class AS c ON c.oid = f.conrelid
			JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
			ORDER BY 1, 2""";

	/** With the condition under which a row refers to another one at all. */
	private static final String REFERRING = """
			WITH RECURSIVE line AS (
			  SELECT to_regclass(?)::oid AS oid
			  UNION ALL
			  SELECT i.inhrelid FROM pg_catalog.pg_inherits AS i JOIN line AS l ON i.inhparent = l.oid)
			SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(f.conname),
			  (SELECT string_agg(quote_ident(a.attname) || ' IS NOT NULL', ' AND ') FROM pg_catalog.pg_attribute AS a
			   WHERE a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey))
			FROM line JOIN pg_catalog.pg_constraint AS f
			  ON f.confrelid = line.oid AND f.contype = 'f' AND f.conparentid = 0
			JOIN pg_catalog.pg_class AS c ON c.oid = f.conrelid
			JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
			WHERE has_table_privilege(c.oid, 'SELECT')
			ORDER BY 1, 2""";

	private Harm() {
	}

	/**
	 * Refuses to move rows that others would follow.
	 * @throws PartitionOperationException if a foreign key deletes or changes the rows
	 * that refer to a deleted one
	 */
	static void refuse(Connection connection, RelationName source) throws SQLException {
		Rows.read(connection, KEYS, (row) -> {
			String table = row.getString(1);
			String key = row.getString(2);
			String action = row.getString(3);
			throw new PartitionOperationException(FindingCode.STILL_REFERENCED,
					"Rows are not moved out of " + source + ": " + table + " refers to them by " + key
							+ " with ON DELETE " + action + ", which would fire for each of them",
					"Drop the constraint, let a run move the rows, and add it again: ALTER TABLE " + table
							+ " DROP CONSTRAINT " + key,
					null, null);
		}, Lineage.of(source));
	}

	/**
	 * Refuses to move all rows of a table while some of them are referred to: a foreign
	 * key of which no column is NULL refers to one of them.
	 * @throws PartitionOperationException if a row outside refers to one
	 */
	static void requireUnreferenced(Connection connection, RelationName root) throws SQLException {
		List<String[]> keys = new ArrayList<>();
		Rows.read(connection, REFERRING,
				(row) -> keys.add(new String[] { row.getString(1), row.getString(2), row.getString(3) }),
				root.toString());
		for (String[] key : keys) {
			boolean referring = Session.queryRow(connection,
					"SELECT EXISTS (SELECT FROM " + key[0] + " WHERE " + key[2] + ")", (row) -> row.getBoolean(1));
			if (referring) {
				throw new PartitionOperationException(FindingCode.STILL_REFERENCED,
						"Rows are not moved out of " + root + ": rows of " + key[0] + " refer to them by " + key[1],
						"Drop the constraint, and let it refer to the other table when all rows are there: ALTER TABLE "
								+ key[0] + " DROP CONSTRAINT " + key[1],
						null, null);
			}
		}
	}

}
