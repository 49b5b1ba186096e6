package io.partsmith.topology;

import java.util.Collection;
import java.util.List;

/**
 * A publication that names the partitions of a table one by one. One of the table itself
 * has whatever is attached, one of its schema whatever is made there; both need nothing.
 *
 * @param name its name
 * @param ofBranches whether it names partitions that are themselves partitioned, whose
 * parts it has along with them
 */
public record Publication(String name, boolean ofBranches) implements Trait {

	/**
	 * Columns and filter, of which PostgreSQL 14 knows nothing, are those that it has for
	 * the partition named last. A publication that is not our role's, and so cannot be
	 * changed, must not keep a partition from being made: it warns, and the next plan
	 * tells of it.
	 */
	private static final String ADD = """
			DECLARE
			  clauses text;
			BEGIN
			  IF current_setting('server_version_num')::int >= 150000 THEN
			    EXECUTE 'WITH RECURSIVE beneath AS (
			        SELECT $1 AS oid
			        UNION ALL
			        SELECT i.inhrelid FROM pg_catalog.pg_inherits AS i JOIN beneath AS b ON i.inhparent = b.oid)
			      SELECT coalesce((SELECT '' ('' || string_agg(quote_ident(a.attname), '', '' ORDER BY k.place) || '')''
			          FROM unnest(r.prattrs::int2[]) WITH ORDINALITY AS k(attnum, place)
			          JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.prrelid AND a.attnum = k.attnum), '''')
			        || coalesce('' WHERE ('' || pg_get_expr(r.prqual, r.prrelid) || '')'', '''')
			      FROM pg_catalog.pg_publication_rel AS r JOIN beneath AS b ON b.oid = r.prrelid
			      JOIN pg_catalog.pg_publication AS p ON p.oid = r.prpubid
			      WHERE p.pubname = $2 ORDER BY r.oid DESC LIMIT 1'
			    INTO clauses USING %1$s::regclass::oid, %3$s::name;
			  END IF;
			  EXECUTE format('ALTER PUBLICATION %%I ADD TABLE %%s', %3$s, %2$s) || coalesce(clauses, '');
			EXCEPTION WHEN syntax_error_or_access_rule_violation OR invalid_parameter_value THEN
			  RAISE WARNING 'The publication %% does not get %%: %%', %3$s, %2$s, SQLERRM;
			END""";

	@Override
	public String label() {
		return "publications";
	}

	@Override
	public boolean protects() {
		return true;
	}

	@Override
	public boolean isForBranches() {
		return this.ofBranches;
	}

	@Override
	public boolean isForLeaves() {
		return !this.ofBranches;
	}

	@Override
	public List<String> statements(RelationName table, RelationName model, Collection<Trait> present) {
		return List
			.of(DoBlock.of(ADD.formatted(DoBlock.literal(model), DoBlock.literal(table), DoBlock.literal(this.name))));
	}

	@Override
	public String toString() {
		return this.name;
	}

}
