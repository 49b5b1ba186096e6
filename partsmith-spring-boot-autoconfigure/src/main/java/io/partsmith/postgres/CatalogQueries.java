package io.partsmith.postgres;

/**
 * The queries over the catalog. None takes a lock on a relation; the inheritance tree is
 * walked through {@code pg_inherits}, because {@code pg_partition_tree} leaves pending
 * partitions out.
 */
final class CatalogQueries {

	/** A read-only pool counts as a standby, as a server in recovery does. */
	static final String SERVER = """
			SELECT current_setting('server_version_num')::integer, current_setting('transaction_read_only')::boolean""";

	/**
	 * Method, columns and types of a partition key; NULLs for what is not partitioned.
	 */
	private static final String KEY = """
			p.partstrat,
			  (SELECT array_agg(a.attname::text ORDER BY k.place)
			   FROM unnest(p.partattrs::int2[]) WITH ORDINALITY AS k(attnum, place)
			   LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum > 0),
			  (SELECT array_agg(format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid), NULL) ORDER BY k.place)
			   FROM unnest(p.partattrs::int2[]) WITH ORDINALITY AS k(attnum, place)
			   LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum > 0
			   LEFT JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid)""";

	/** One row for each configured table, whatever stands under its name. */
	static final String ROOTS = """
			SELECT w.nr, c.oid::bigint, c.relkind, pg_has_role(c.relowner, 'USAGE'),
			  has_schema_privilege(n.oid, 'USAGE') AND has_schema_privilege(n.oid, 'CREATE'), """ + KEY
			+ """
					, CASE WHEN c.oid IS NULL THEN
					    (SELECT array_agg(ns.nspname::text || E'\\x1f' || o.relname::text ORDER BY ns.nspname)
					     FROM pg_catalog.pg_class AS o JOIN pg_catalog.pg_namespace AS ns ON ns.oid = o.relnamespace
					     WHERE o.relname = w.name AND o.relkind = 'p') END,
					  (SELECT array_agg(coalesce(pg_get_constraintdef(u.oid), pg_get_indexdef(x.indexrelid)) || E'\\x1f' ||
					     (SELECT coalesce(string_agg(a.attname, E'\\x1f'), '') FROM pg_catalog.pg_attribute AS a
					      WHERE a.attrelid = c.oid AND a.attnum = ANY (x.indkey::int2[])))
					   FROM pg_catalog.pg_index AS x
					   LEFT JOIN pg_catalog.pg_constraint AS u ON u.conindid = x.indexrelid AND u.conrelid = c.oid
					     AND u.contype IN ('p', 'u')
					   WHERE x.indrelid = c.oid AND x.indisunique),
					  (SELECT array_agg(a.attname || E'\\x1f' || format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid), NULL))
					   FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
					   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
					  c.relreplident <> 'd' OR c.relrowsecurity OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a
					    WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attstattarget >= 0)
					FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS w(schema, name, nr)
					LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = w.schema
					LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = w.name
					  AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
					LEFT JOIN pg_catalog.pg_partitioned_table AS p ON p.partrelid = c.oid
					ORDER BY w.nr""";

	/**
	 * Every relation beneath the tables and beneath what stands detached beside them,
	 * parents before children. A bound names no column, so that it is printed without
	 * naming its table, which pg_get_expr would lock.
	 */
	static final String TREE = """
			WITH RECURSIVE tree AS (
			  SELECT i.inhrelid, i.inhparent, i.inhdetachpending, 1 AS level
			  FROM pg_catalog.pg_inherits AS i WHERE i.inhparent = ANY (?::bigint[]::oid[])
			  UNION ALL
			  SELECT i.inhrelid, i.inhparent, i.inhdetachpending, t.level + 1
			  FROM pg_catalog.pg_inherits AS i JOIN tree AS t ON i.inhparent = t.inhrelid)
			SELECT c.oid::bigint, n.nspname, c.relname, c.relkind, pg_has_role(c.relowner, 'USAGE'),
			  greatest(c.reltuples, pg_stat_get_live_tuples(c.oid))::bigint, d.description, """ + KEY + """
			, tree.inhparent::bigint, tree.inhdetachpending, pg_get_expr(c.relpartbound, 0)
			FROM tree
			JOIN pg_catalog.pg_class AS c ON c.oid = tree.inhrelid
			JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
			LEFT JOIN pg_catalog.pg_partitioned_table AS p ON p.partrelid = c.oid
			LEFT JOIN pg_catalog.pg_description AS d ON d.objoid = c.oid AND d.objsubid = 0
			  AND d.classoid = 'pg_catalog.pg_class'::regclass
			ORDER BY tree.level, c.oid""";

	/** Every detached table with our marker, whatever its parent. */
	static final String ORPHANS = """
			SELECT c.oid::bigint, n.nspname, c.relname, c.relkind, pg_has_role(c.relowner, 'USAGE'),
			  greatest(c.reltuples, pg_stat_get_live_tuples(c.oid))::bigint, d.description, """ + KEY + """

			FROM pg_catalog.pg_description AS d
			JOIN pg_catalog.pg_class AS c ON c.oid = d.objoid
			JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
			LEFT JOIN pg_catalog.pg_partitioned_table AS p ON p.partrelid = c.oid
			WHERE d.classoid = 'pg_catalog.pg_class'::regclass AND d.objsubid = 0
			  AND starts_with(d.description, ?) AND c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition
			ORDER BY c.oid""";

	/** The range conditions on relname let PostgreSQL use the index over names. */
	static final String STRAYS = """
			SELECT c.oid::bigint, n.nspname, c.relname, c.relkind, pg_has_role(c.relowner, 'USAGE'),
			  greatest(c.reltuples, pg_stat_get_live_tuples(c.oid))::bigint, NULL, """ + KEY + """
			, r.oid::bigint
			FROM unnest(?::bigint[]) AS w(oid)
			JOIN pg_catalog.pg_class AS r ON r.oid = w.oid::oid
			JOIN pg_catalog.pg_namespace AS n ON n.oid = r.relnamespace
			JOIN pg_catalog.pg_class AS c ON c.relname >= (r.relname || '__')::name
			  AND c.relname < (r.relname || '_`')::name AND c.relnamespace = r.relnamespace
			LEFT JOIN pg_catalog.pg_partitioned_table AS p ON p.partrelid = c.oid
			WHERE NOT c.relispartition AND c.relkind IN ('r', 'p', 'v', 'm', 'f')""";

	static final String SIZES = """
			SELECT w.unit, sum(pg_total_relation_size(w.leaf::oid))::bigint
			FROM unnest(?::bigint[], ?::bigint[]) AS w(unit, leaf) GROUP BY w.unit""";

	private CatalogQueries() {
	}

}
