package io.partsmith.postgres;

/**
 * What the catalog says about tables besides their columns and indexes. One query for all
 * tables that need it, with everything beneath them; it takes no lock on a relation, so
 * it prints no expression: those of policies come as the trees that are stored.
 */
final class PropertyQuery {

	/** Stands between the parts of one entry of a list. */
	static final String SEPARATOR = "\u001f";

	/**
	 * What has new tables without being told: from 15 on, publications of a schema too.
	 */
	private static final String OF_SCHEMA = """

			UNION
			SELECT n.pnpubid FROM pg_catalog.pg_publication_namespace AS n
			WHERE t.level = 0 AND n.pnnspid = c.relnamespace""";

	private static final String SQL = """
			WITH RECURSIVE tree AS (
			  SELECT r.oid::oid AS root, r.oid::oid AS member, r.tablespace, r.server, 0 AS level
			  FROM unnest(?::bigint[], ?::text[], ?::text[]) AS r(oid, tablespace, server)
			  UNION ALL
			  SELECT t.root, i.inhrelid, t.tablespace, t.server, t.level + 1
			  FROM pg_catalog.pg_inherits AS i JOIN tree AS t ON i.inhparent = t.member)
			SELECT t.root::bigint AS root, c.oid::bigint AS oid, pg_get_userbyid(c.relowner) AS owner,
			  c.relpersistence = 'u' AS unlogged, coalesce(s.spcname, ds.spcname) AS tablespace,
			  s.oid IS NULL AS of_database, c.reloptions AS options, o.reloptions AS toast_options,
			  c.reltoastrelid = 0 AS toastless,
			  c.relreplident AS identity, (
			    SELECT array_agg(a.attname::text ORDER BY k.place)
			    FROM pg_catalog.pg_index AS x, unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
			    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.attnum
			    WHERE c.relreplident = 'i' AND x.indrelid = c.oid AND x.indisreplident AND k.place <= x.indnkeyatts
			  ) AS identity_columns,
			  c.relrowsecurity AS secured, c.relforcerowsecurity AS forced, (
			    SELECT array_agg(p.polname || E'\\x1f' || p.polcmd::text || E'\\x1f' || p.polpermissive
			      || E'\\x1f' || coalesce(p.polqual::text, '') || E'\\x1f' || coalesce(p.polwithcheck::text, '') || (
			      SELECT string_agg(E'\\x1f' || CASE r.role WHEN 0 THEN '' ELSE pg_get_userbyid(r.role) END, '')
			      FROM unnest(p.polroles) AS r(role)))
			    FROM pg_catalog.pg_policy AS p WHERE c.relrowsecurity AND p.polrelid = c.oid
			  ) AS policies, (
			    SELECT array_agg(a.attnum || E'\\x1f' || a.attname)
			    FROM pg_catalog.pg_attribute AS a
			    WHERE c.relrowsecurity AND a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			      AND EXISTS (SELECT FROM pg_catalog.pg_policy AS p WHERE p.polrelid = c.oid)
			  ) AS policy_columns,
			  d.description AS comment, c.relkind = 'p' AS divided, (
			    SELECT array_agg(p.pubname::text)
			    FROM pg_catalog.pg_publication AS p
			    WHERE p.oid IN (
			      SELECT r.prpubid FROM pg_catalog.pg_publication_rel AS r WHERE r.prrelid = c.oid%s)
			  ) AS publications, (
			    SELECT array_agg(g.grantee || E'\\x1f' || g.privilege || E'\\x1f' || g.grantable || E'\\x1f' || g.on_column)
			    FROM (
			      SELECT CASE a.grantee WHEN 0 THEN '' ELSE pg_get_userbyid(a.grantee) END AS grantee,
			        a.privilege_type AS privilege, a.is_grantable AS grantable, '' AS on_column
			      FROM aclexplode(c.relacl) AS a WHERE a.grantee <> c.relowner
			      UNION ALL
			      SELECT CASE a.grantee WHEN 0 THEN '' ELSE pg_get_userbyid(a.grantee) END, a.privilege_type,
			        a.is_grantable, t.attname
			      FROM pg_catalog.pg_attribute AS t, aclexplode(t.attacl) AS a
			      WHERE t.attrelid = c.oid AND t.attacl IS NOT NULL AND a.grantee <> c.relowner
			    ) AS g
			  ) AS grants, (
			    SELECT array_agg(a.attstattarget || E'\\x1f' || a.attname ORDER BY a.attnum)
			    FROM pg_catalog.pg_attribute AS a
			    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget >= 0
			  ) AS statistics,
			  current_user AS me, CASE WHEN t.level = 0 THEN (
			    SELECT array_agg(CASE a.grantee WHEN 0 THEN '' ELSE pg_get_userbyid(a.grantee) END || E'\\x1f'
			      || a.privilege_type || E'\\x1f' || a.is_grantable || E'\\x1f')
			    FROM pg_catalog.pg_default_acl AS f, aclexplode(f.defaclacl) AS a
			    WHERE f.defaclrole = (SELECT m.oid FROM pg_catalog.pg_roles AS m WHERE m.rolname = current_user)
			      AND f.defaclobjtype = 'r' AND a.grantee <> f.defaclrole AND f.defaclnamespace IN (0, c.relnamespace)) END AS default_grants,
			  CASE WHEN t.level = 0 THEN (
			    SELECT array_agg(CASE WHEN a.attnotnull THEN 't' ELSE 'f' END || E'\\x1f'
			      || format_type(a.atttypid, a.atttypmod) || E'\\x1f' || a.attname || E'\\x1f'
			      || coalesce(quote_ident(n.nspname) || '.' || quote_ident(l.collname), '') ORDER BY a.attnum)
			    FROM pg_catalog.pg_attribute AS a
			    JOIN pg_catalog.pg_type AS y ON y.oid = a.atttypid
			    LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = a.attcollation AND l.oid <> y.typcollation
			    LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = l.collnamespace
			    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') END AS columns,
			  t.level = 0 AND (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a
			      WHERE a.attrelid = c.oid AND a.attgenerated <> '' AND NOT a.attisdropped)
			    OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS u
			      WHERE u.conrelid = c.oid AND u.contype = 'c')) AS derived,
			  CASE WHEN t.level = 0 THEN (
			    SELECT array_agg(b.name ORDER BY b.name) FROM (
			      SELECT x.indexrelid::regclass::text AS name FROM pg_catalog.pg_index AS x
			      WHERE x.indrelid = c.oid AND (x.indisunique OR x.indisexclusion)
			      UNION ALL
			      SELECT quote_ident(u.conname) FROM pg_catalog.pg_constraint AS u
			      WHERE u.conrelid = c.oid AND u.contype = 'f') AS b) END AS obstacles,
			  CASE WHEN t.tablespace <> '' THEN
			      coalesce((SELECT CASE WHEN w.oid = b.dattablespace OR has_tablespace_privilege(w.oid, 'CREATE')
			        THEN 'USABLE' ELSE 'FORBIDDEN' END FROM pg_catalog.pg_tablespace AS w WHERE w.spcname = t.tablespace),
			        'MISSING')
			    WHEN t.server <> '' THEN
			      coalesce((SELECT CASE WHEN has_server_privilege(w.oid, 'USAGE') THEN 'USABLE' ELSE 'FORBIDDEN' END
			        FROM pg_catalog.pg_foreign_server AS w WHERE w.srvname = t.server), 'MISSING')
			    ELSE 'USABLE' END AS place, ds.spcname AS database_tablespace
			FROM tree AS t
			JOIN pg_catalog.pg_class AS c ON c.oid = t.member
			JOIN pg_catalog.pg_database AS b ON b.datname = current_database()
			JOIN pg_catalog.pg_tablespace AS ds ON ds.oid = b.dattablespace
			LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = c.reltablespace AND s.oid <> b.dattablespace
			LEFT JOIN pg_catalog.pg_class AS o ON o.oid = c.reltoastrelid
			LEFT JOIN pg_catalog.pg_description AS d ON d.objoid = c.oid AND d.objsubid = 0
			  AND d.classoid = 'pg_catalog.pg_class'::regclass
			ORDER BY t.level""";

	private PropertyQuery() {
	}

	/** One row for each table and each relation beneath it, the table itself first. */
	static String sql(int serverVersion) {
		return SQL.formatted((serverVersion >= 15) ? OF_SCHEMA : "");
	}

}
