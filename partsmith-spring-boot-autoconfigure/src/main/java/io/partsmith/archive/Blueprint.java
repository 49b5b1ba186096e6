package io.partsmith.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a table looks like, with all beneath it.
 *
 * @param columns its columns
 * @param relations the table and all beneath it, the outermost first
 * @param ddl what makes it anew
 * @param key how the relation is divided that it was a partition of, or an empty text
 * where that is gone
 * @param rowsOutside whether every leaf is a foreign table, whose rows a drop leaves
 * alone
 */
record Blueprint(List<Manifest.Column> columns, List<String> relations, List<String> ddl, String key,
		boolean rowsOutside) {

	private static final String TREE = """
			WITH RECURSIVE tree AS (
			  SELECT ?::bigint::oid AS oid, NULL::oid AS parent, 0 AS depth
			  UNION ALL
			  SELECT i.inhrelid, i.inhparent, t.depth + 1
			  FROM pg_catalog.pg_inherits AS i JOIN tree AS t ON i.inhparent = t.oid)
			""";

	private static final String COLUMNS = """
			SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attgenerated <> ''
			FROM pg_catalog.pg_attribute AS a
			WHERE a.attrelid = ?::bigint::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";

	private static final String RELATIONS = TREE + """
			SELECT format('%I.%I', n.nspname, c.relname), c.relkind
			FROM tree AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.oid
			JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace ORDER BY t.depth, 1""";

	/** Tables, then constraints, then indexes; what is inherited comes by itself. */
	private static final String DDL = TREE
			+ """
					, named AS (
					  SELECT t.oid, t.parent, t.depth, c.relkind, format('%I.%I', n.nspname, c.relname) AS name,
					    pg_get_expr(c.relpartbound, c.oid) AS bounds,
					    CASE c.relkind WHEN 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) ELSE '' END AS divided
					  FROM tree AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.oid
					  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace)
					SELECT statement FROM (
					  SELECT 1 AS step, t.depth, t.name, CASE
					    WHEN t.parent IS NULL THEN 'CREATE TABLE ' || t.name || ' (' || (
					      SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
					          || CASE WHEN a.attcollation <> y.typcollation THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END
					          || CASE WHEN a.attgenerated <> '' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid)
					              || CASE a.attgenerated WHEN 's' THEN ') STORED' ELSE ') VIRTUAL' END
					            WHEN d.oid IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) ELSE '' END
					          || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY a.attnum)
					      FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS y ON y.oid = a.atttypid
					      LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
					      WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped) || ')' || t.divided
					    WHEN t.relkind = 'f' THEN '-- ' || t.name || ' is a foreign table, ' || t.bounds
					    ELSE 'CREATE TABLE ' || t.name || ' PARTITION OF ' || (SELECT p.name FROM named AS p WHERE p.oid = t.parent)
					      || ' ' || t.bounds || t.divided END AS statement
					  FROM named AS t
					  UNION ALL
					  SELECT 2, t.depth, t.name || k.conname, 'ALTER TABLE ' || t.name || ' ADD CONSTRAINT ' || quote_ident(k.conname)
					    || ' ' || pg_get_constraintdef(k.oid)
					  FROM named AS t JOIN pg_catalog.pg_constraint AS k ON k.conrelid = t.oid
					  WHERE k.contype IN ('p', 'u', 'x', 'c', 'f') AND k.conislocal AND k.conparentid = 0
					    AND k.conname <> 'partsmith_sealed'
					  UNION ALL
					  SELECT 3, t.depth, x.indexrelid::regclass::text, pg_get_indexdef(x.indexrelid)
					  FROM named AS t JOIN pg_catalog.pg_index AS x ON x.indrelid = t.oid
					  WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conindid = x.indexrelid)
					    AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS i WHERE i.inhrelid = x.indexrelid)
					) AS all_of_it ORDER BY step, depth, name""";

	private static final String KEY = "SELECT coalesce(pg_get_partkeydef(to_regclass(?)), '')";

	/** Reads the table of an OID. */
	static Blueprint of(Connection connection, long oid, String parent) throws SQLException {
		List<Manifest.Column> columns = columns(connection, oid);
		List<String> relations = new ArrayList<>();
		List<String> kinds = new ArrayList<>();
		each(connection, RELATIONS, oid, (row) -> {
			relations.add(row.getString(1));
			kinds.add(row.getString(2));
		});
		List<String> ddl = new ArrayList<>();
		each(connection, DDL, oid, (row) -> ddl.add(row.getString(1)));
		List<String> key = new ArrayList<>();
		each(connection, KEY, parent, (row) -> key.add(row.getString(1)));
		boolean outside = kinds.contains("f") && !kinds.contains("r");
		return new Blueprint(columns, relations, ddl, key.get(0), outside);
	}

	/** The columns of a table, each stored as what it is. */
	static List<Manifest.Column> columns(Connection connection, long oid) throws SQLException {
		List<Manifest.Column> columns = new ArrayList<>();
		each(connection, COLUMNS, oid, (row) -> columns
			.add(new Manifest.Column(row.getString(1), row.getString(2), row.getBoolean(3), row.getString(2))));
		return columns;
	}

	/** Reads the rows of a query one by one. */
	static void each(Connection connection, String sql, Object argument, RowSink sink) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setObject(1, argument);
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					sink.take(rows);
				}
			}
		}
	}

	/** Takes a row. */
	@FunctionalInterface
	interface RowSink {

		void take(ResultSet row) throws SQLException;

	}

}
