package io.partsmith.postgres;

import java.util.List;

import io.partsmith.topology.MissingRight;
import io.partsmith.topology.MissingRight.Need;
import io.partsmith.topology.RelationName;

/**
 * What our role would be refused with 42501 in the middle of an operation, found out
 * before it.
 */
final class RightsReader {

	/**
	 * The rights that our role lacks on one table: their kind, and what they are on,
	 * quoted. The keys of other tables are found by their dependencies, over which there
	 * is an index; where {@code incoming} knows of none, every partition would be one of
	 * these.
	 */
	static final String MISSING = """
			(SELECT array_agg(DISTINCT m.kind || E'\\x1f' || m.thing) FROM (
			  SELECT 'like' AS kind, '' AS thing WHERE pg_has_role(c.relowner, 'USAGE') AND NOT has_table_privilege(c.oid, 'SELECT')
			  UNION ALL
			  SELECT 'trigger', format('%I.%I()', fn.nspname, f.proname)
			  FROM pg_catalog.pg_trigger AS g JOIN pg_catalog.pg_proc AS f ON f.oid = g.tgfoid
			  JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.pronamespace
			  WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgtype & 1 = 1 AND NOT has_function_privilege(f.oid, 'EXECUTE')
			  UNION ALL
			  SELECT 'type', format('%I.%I', yn.nspname, y.typname)
			  FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS o ON o.oid = a.atttypid
			  JOIN pg_catalog.pg_type AS y ON y.oid = CASE WHEN o.typcategory = 'A' THEN o.typelem ELSE o.oid END
			  JOIN pg_catalog.pg_namespace AS yn ON yn.oid = y.typnamespace
			  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT has_type_privilege(y.oid, 'USAGE')
			  UNION ALL
			  SELECT v.kind, v.thing
			  FROM pg_catalog.pg_depend AS e JOIN pg_catalog.pg_constraint AS k ON k.oid = e.objid AND k.confrelid = c.oid
			  JOIN pg_catalog.pg_class AS f ON f.oid = k.conrelid JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.relnamespace,
			  LATERAL (VALUES
			    ('referencing', format('%I.%I', fn.nspname, f.relname),
			      NOT EXISTS (SELECT FROM unnest(k.conkey) AS u(attnum) WHERE NOT has_column_privilege(f.oid, u.attnum, 'SELECT'))),
			    ('schema', quote_ident(fn.nspname), has_schema_privilege(fn.oid, 'USAGE'))) AS v(kind, thing, given)
			  WHERE incoming.confrelid IS NOT NULL AND e.refclassid = 'pg_catalog.pg_class'::regclass AND e.refobjid = c.oid
			    AND e.classid = 'pg_catalog.pg_constraint'::regclass
			    AND k.contype = 'f' AND k.conparentid = 0 AND NOT v.given
			  UNION ALL
			  SELECT v.kind, quote_ident(pg_get_userbyid(c.relowner))
			  FROM (SELECT current_setting('server_version_num')::integer >= 160000) AS s(sets),
			  LATERAL (VALUES ('member', NOT s.sets, 'MEMBER'), ('set', s.sets, 'SET')) AS v(kind, applies, how)
			  WHERE CASE WHEN v.applies THEN NOT pg_has_role(c.relowner, v.how) END
			  UNION ALL
			  SELECT 'owner', quote_ident(pg_get_userbyid(c.relowner))
			  WHERE NOT has_schema_privilege(c.relowner, c.relnamespace, 'CREATE')
			    AND NOT (SELECT r.rolsuper FROM pg_catalog.pg_roles AS r WHERE r.rolname = current_user)
			) AS m)""";

	private final String role;

	/**
	 * A reader.
	 * @param role our role, quoted
	 */
	RightsReader(String role) {
		this.role = role;
	}

	List<MissingRight> read(RelationName table, List<String> rows) {
		return rows.stream().map((row) -> missing(table, row.split("\u001f", 2))).toList();
	}

	private MissingRight missing(RelationName table, String[] row) {
		String thing = row[1];
		return switch (row[0]) {
			case "like" ->
				to(Need.CREATE, "SELECT on " + table + ", which CREATE TABLE (LIKE) asks for", "SELECT ON " + table);
			case "trigger" ->
				to(Need.CREATE, "EXECUTE on " + thing + ", the function of a trigger that ATTACH puts on the partition",
						"EXECUTE ON FUNCTION " + thing);
			case "type" -> to(Need.CREATE, "USAGE on " + thing + ", the type of a column", "USAGE ON TYPE " + thing);
			case "referencing" ->
				to(Need.DETACH, "SELECT on " + thing + ", in which DETACH looks for rows that refer to the partition",
						"SELECT ON " + thing);
			case "schema" -> to(Need.DETACH, "USAGE on the schema " + thing + ", where a table refers to " + table,
					"USAGE ON SCHEMA " + thing);
			case "member", "set" -> {
				MissingRight member = to(Need.HAND_DOWN,
						"membership in " + thing + ", the owner of " + table + ", which new partitions are to get",
						thing);
				yield row[0].equals("member") ? member
						: new MissingRight(Need.HAND_DOWN, member.right(), member.grant() + " WITH SET TRUE");
			}
			default -> {
				String schema = RelationName.quoteIdentifier(table.schema());
				yield new MissingRight(Need.HAND_DOWN,
						"CREATE on the schema " + schema + " for " + thing + ", which is to own new partitions",
						"GRANT CREATE ON SCHEMA " + schema + " TO " + thing);
			}
		};
	}

	private MissingRight to(Need need, String right, String grant) {
		return new MissingRight(need, right, "GRANT " + grant + " TO " + this.role);
	}

}
