package io.partsmith.postgres;

/**
 * The queries over the catalog. None takes a lock on a relation; the inheritance tree is
 * walked through {@code pg_inherits}, because {@code pg_partition_tree} leaves pending
 * partitions out.
 */
final class CatalogQueries {

	/**
	 * What is behind the connection; its clock is read as the first thing. From 15 on,
	 * statistics are copied at the first look at each table unless told otherwise, which
	 * costs more than all else that is read of it.
	 */
	static final String SERVER = """
			SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint, current_setting('server_version_num')::integer,
			  pg_is_in_recovery(), CASE WHEN current_setting('transaction_read_only')::boolean THEN
			    (SELECT CASE WHEN s.setting = 'on' THEN s.source ELSE 'session' END
			     FROM pg_catalog.pg_settings AS s WHERE s.name = 'default_transaction_read_only') END,
			  quote_ident(current_database()), quote_ident(current_user), pg_backend_pid(),
			  current_database() || ' since ' || pg_postmaster_start_time() || ' with '
			    || (SELECT coalesce(sum(e.xmin::text::bigint), 0) FROM pg_catalog.pg_enum AS e),
			  CASE WHEN current_setting('stats_fetch_consistency', true) IS NOT NULL THEN
			    set_config('stats_fetch_consistency', 'none', true) END""";

	/**
	 * What a relation is: its letter, or that its rows lie in columns. Of the heap, which
	 * has the number 2 everywhere, no more than that number is looked at.
	 */
	private static final String KIND = """
			CASE WHEN c.relkind = 'r' AND c.relam <> 2 AND EXISTS (SELECT FROM pg_catalog.pg_am AS m
			    WHERE m.oid = c.relam AND m.amname = 'columnar') THEN 'columnar' ELSE c.relkind::text END""";

	/**
	 * Method and columns of a partition key, each column with its type; NULLs for what is
	 * not partitioned, for which the subquery, most of the cost, is not even begun.
	 */
	private static final String KEY = """
			p.partstrat, CASE WHEN p.partrelid IS NOT NULL THEN
			    (SELECT array_agg(coalesce(a.attname::text, '') || E'\\x1f' || coalesce(format_type(coalesce(nullif(
			       (SELECT t.typbasetype FROM pg_catalog.pg_type AS t WHERE t.oid = a.atttypid), 0), a.atttypid), NULL), '')
			     ORDER BY k.place)
			     FROM unnest(p.partattrs::int2[]) WITH ORDINALITY AS k(attnum, place)
			     LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum > 0) END""";

	/**
	 * One row for each configured table, whatever stands under its name. No index leads
	 * from a table to the foreign keys that refer to it; all are read once, in place of
	 * once for each table. An index with an expression is named and not printed:
	 * pg_get_indexdef would lock its table, and one locked table must not keep the others
	 * from being read.
	 */
	static final String ROOTS = """
			SELECT w.nr, c.oid::bigint, c.relkind, pg_has_role(c.relowner, 'USAGE'),
			  has_schema_privilege(n.oid, 'USAGE') AND has_schema_privilege(n.oid, 'CREATE'), """ + KEY
			+ """
					, CASE WHEN c.oid IS NULL THEN
					    (SELECT array_agg(ns.nspname::text || E'\\x1f' || o.relname::text ORDER BY ns.nspname)
					     FROM pg_catalog.pg_class AS o JOIN pg_catalog.pg_namespace AS ns ON ns.oid = o.relnamespace
					     WHERE o.relname = w.name AND o.relkind = 'p') END,
					  (SELECT array_agg(coalesce(pg_get_constraintdef(u.oid), CASE WHEN x.indexprs IS NULL AND x.indpred IS NULL
					     THEN pg_get_indexdef(x.indexrelid) ELSE 'UNIQUE INDEX ' || xc.relname END) || E'\\x1f' ||
					     (SELECT coalesce(string_agg(a.attname, E'\\x1f'), '') FROM pg_catalog.pg_attribute AS a
					      WHERE a.attrelid = c.oid AND a.attnum = ANY (x.indkey::int2[])))
					   FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS xc ON xc.oid = x.indexrelid
					   LEFT JOIN pg_catalog.pg_constraint AS u ON u.conindid = x.indexrelid AND u.conrelid = c.oid
					     AND u.contype IN ('p', 'u')
					   WHERE x.indrelid = c.oid AND x.indisunique),
					  (SELECT array_agg(a.attname || E'\\x1f' || format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid), NULL)
					     || CASE WHEN a.attgenerated <> '' THEN E'\\x1fgenerated' ELSE '' END)
					   FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
					   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
					  c.relreplident <> 'd' OR c.relrowsecurity OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a
					    WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attstattarget >= 0),
					  (SELECT array_agg(DISTINCT fn.nspname || E'\\x1f' || f.relname)
					   FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_class AS f ON f.oid = k.confrelid
					   JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.relnamespace
					   WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conparentid = 0 AND f.oid <> c.oid),
					  incoming.names, CASE WHEN p.partrelid IS NOT NULL THEN
					"""
			+ RightsReader.MISSING
			+ """
					 END, CASE WHEN c.relispartition THEN (
					    WITH RECURSIVE above AS (
					      SELECT i.inhparent AS oid, 1 AS height FROM pg_catalog.pg_inherits AS i WHERE i.inhrelid = c.oid
					      UNION ALL
					      SELECT i.inhparent, a.height + 1
					      FROM pg_catalog.pg_inherits AS i JOIN above AS a ON i.inhrelid = a.oid)
					    SELECT array_agg(an.nspname || E'\\x1f' || ac.relname ORDER BY a.height DESC)
					    FROM above AS a JOIN pg_catalog.pg_class AS ac ON ac.oid = a.oid
					    JOIN pg_catalog.pg_namespace AS an ON an.oid = ac.relnamespace) END, c.reltuples::bigint
					FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS w(schema, name, nr)
					LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = w.schema
					LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = w.name
					  AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
					LEFT JOIN pg_catalog.pg_partitioned_table AS p ON p.partrelid = c.oid
					LEFT JOIN (SELECT k.confrelid, array_agg(DISTINCT fn.nspname || E'\\x1f' || f.relname)
					    FILTER (WHERE k.confrelid <> k.conrelid) AS names
					  FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_class AS f ON f.oid = k.conrelid
					  JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.relnamespace
					  WHERE k.contype = 'f' AND k.conparentid = 0
					  GROUP BY k.confrelid) AS incoming ON incoming.confrelid = c.oid
					ORDER BY w.nr""";

	/**
	 * Every relation beneath the tables and beneath what stands detached beside them, in
	 * no order, with the version of each row. Of the comments only ours are read.
	 */
	static final String TREE = """
			WITH RECURSIVE tree AS (
			  SELECT i.inhrelid, i.inhparent, i.inhdetachpending
			  FROM pg_catalog.pg_inherits AS i WHERE i.inhparent = ANY (?::bigint[]::oid[])
			  UNION ALL
			  SELECT i.inhrelid, i.inhparent, i.inhdetachpending
			  FROM pg_catalog.pg_inherits AS i JOIN tree AS t ON i.inhparent = t.inhrelid)
			SELECT c.oid::bigint, n.nspname, c.relname, """ + KIND + """
			, pg_has_role(c.relowner, 'USAGE'),
			  greatest(c.reltuples, pg_stat_get_live_tuples(c.oid))::bigint, d.description, """ + KEY + """
			, tree.inhparent::bigint, tree.inhdetachpending, c.xmin::text,
			  CASE WHEN tree.inhdetachpending THEN EXISTS (
			    SELECT FROM pg_catalog.pg_attribute AS a
			    WHERE a.attrelid = tree.inhparent AND a.attnum > 0 AND NOT a.attisdropped AND NOT EXISTS (
			      SELECT FROM pg_catalog.pg_attribute AS o
			      WHERE o.attrelid = c.oid AND o.attname = a.attname AND NOT o.attisdropped)) END
			FROM tree
			JOIN pg_catalog.pg_class AS c ON c.oid = tree.inhrelid
			JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
			LEFT JOIN pg_catalog.pg_partitioned_table AS p ON p.partrelid = c.oid
			LEFT JOIN pg_catalog.pg_description AS d ON d.objoid = c.oid AND d.objsubid = 0
			  AND d.classoid = 'pg_catalog.pg_class'::regclass AND starts_with(d.description, ?)""";

	/** Every detached table with our marker, whatever its parent. */
	static final String ORPHANS = """
			SELECT c.oid::bigint, n.nspname, c.relname, """ + KIND + """
			, pg_has_role(c.relowner, 'USAGE'),
			  greatest(c.reltuples, pg_stat_get_live_tuples(c.oid))::bigint, d.description, """ + KEY + """

			FROM pg_catalog.pg_description AS d
			JOIN pg_catalog.pg_class AS c ON c.oid = d.objoid
			JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
			LEFT JOIN pg_catalog.pg_partitioned_table AS p ON p.partrelid = c.oid
			WHERE d.classoid = 'pg_catalog.pg_class'::regclass AND d.objsubid = 0
			  AND starts_with(d.description, ?) AND c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition
			ORDER BY c.oid""";

	/**
	 * What is no partition and could stand under the name of one, in the schemas of the
	 * tables. One pass over all names: a search of the names of each table would come by
	 * all its partitions.
	 */
	static final String STRAYS = """
			SELECT c.oid::bigint, n.nspname, c.relname, """ + KIND + """
			, pg_has_role(c.relowner, 'USAGE'),
			  greatest(c.reltuples, pg_stat_get_live_tuples(c.oid))::bigint, NULL, """ + KEY + """

			FROM pg_catalog.pg_class AS c
			JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
			LEFT JOIN pg_catalog.pg_partitioned_table AS p ON p.partrelid = c.oid
			WHERE NOT c.relispartition AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND strpos(c.relname::text, '__') > 0
			  AND n.nspname = ANY (?::text[])""";

	/**
	 * To be formatted with what the size of {@code w.leaf::oid} is. Asking for the size
	 * of what somebody locks exclusively would wait for him: those units are left out, so
	 * that the others have theirs.
	 */
	static final String SIZES = """
			WITH locked AS MATERIALIZED (
			  SELECT coalesce(x.indrelid, l.relation)::bigint AS oid
			  FROM pg_catalog.pg_locks AS l LEFT JOIN pg_catalog.pg_index AS x ON x.indexrelid = l.relation
			  WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.database =
			    (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database())),
			w AS MATERIALIZED (SELECT unit, leaf FROM unnest(?::bigint[], ?::bigint[]) AS asked(unit, leaf))
			SELECT w.unit, sum(%s)::bigint FROM w
			WHERE w.unit NOT IN (SELECT h.unit FROM w AS h JOIN locked ON locked.oid = h.leaf)
			GROUP BY w.unit""";

	private CatalogQueries() {
	}

}
