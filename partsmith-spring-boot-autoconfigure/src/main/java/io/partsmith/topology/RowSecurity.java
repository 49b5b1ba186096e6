package io.partsmith.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Row security that is switched on. A query through the parent meets the parent's
 * policies only; those of a partition matter to whoever reads it by its own name.
 *
 * @param forced whether it holds for the owner too
 * @param policies the policies; without one nobody but the owner sees a row
 */
public record RowSecurity(boolean forced, List<Policy> policies) implements Trait {

	/**
	 * An expression names a column of its own table in front of a sub-select, so it is
	 * printed as one of the new table where both count their columns alike; else the old
	 * name in front of a column is replaced, unless a literal holds it too. One that
	 * cannot be carried must not keep a partition from being made. It warns, and shows
	 * less than it should: one that permits is left out, one that restricts lets nothing
	 * pass. All of it is one statement, so that nobody reads between the end of a policy
	 * and its return.
	 */
	private static final String CARRY_POLICIES = """
			DECLARE
			  policy record;
			  clauses text;
			  bare text;
			  alike boolean := NOT EXISTS (
			    SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = %1$s::regclass AND a.attnum > 0
			      AND NOT a.attisdropped AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS b
			        WHERE b.attrelid = %2$s::regclass AND b.attnum = a.attnum AND b.attname = a.attname));
			  printed regclass := CASE WHEN alike THEN %2$s ELSE %1$s END;
			  old text := (SELECT quote_ident(relname) || '.' FROM pg_catalog.pg_class WHERE oid = %1$s::regclass);
			  new text := (SELECT quote_ident(relname) || '.' FROM pg_catalog.pg_class WHERE oid = %2$s::regclass);
			BEGIN
			%3$s  FOR policy IN
			    SELECT p.polname, CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END AS kind,
			      CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
			        WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS command,
			      (SELECT string_agg(CASE r.role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r.role)) END, ', ')
			       FROM unnest(p.polroles) AS r(role)) AS roles,
			      coalesce(' USING (' || pg_get_expr(p.polqual, printed) || ')', '')
			        || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, printed) || ')', '') AS clauses
			    FROM pg_catalog.pg_policy AS p WHERE p.polrelid = %1$s::regclass AND p.polname NOT IN (
			      SELECT o.polname FROM pg_catalog.pg_policy AS o WHERE o.polrelid = %2$s::regclass)
			  LOOP
			    clauses := policy.clauses;
			    bare := regexp_replace(clauses, '''[^'']*''', '', 'g');
			    IF NOT alike AND length(clauses) - length(replace(clauses, old, ''))
			        = length(bare) - length(replace(bare, old, '')) THEN
			      clauses := regexp_replace(clauses, '(^|[^\\w$".])' || regexp_replace(old, '(\\W)', '\\\\\\1', 'g'),
			        '\\1' || replace(new, '\\', '\\\\'), 'g');
			    END IF;
			    BEGIN
			      EXECUTE format('CREATE POLICY %%I ON %%s AS %%s FOR %%s TO %%s', policy.polname, %2$s, policy.kind,
			          policy.command, policy.roles) || clauses;
			    EXCEPTION WHEN syntax_error_or_access_rule_violation OR invalid_schema_name THEN
			      RAISE WARNING 'The policy %% is not carried: %%', policy.polname, SQLERRM;
			      IF policy.kind = 'RESTRICTIVE' THEN
			        EXECUTE format('CREATE POLICY %%I ON %%s AS RESTRICTIVE FOR %%s TO %%s', policy.polname, %2$s,
			            policy.command, policy.roles)
			          || CASE WHEN policy.command = 'INSERT' THEN '' ELSE ' USING (false)' END
			          || CASE WHEN policy.command IN ('SELECT', 'DELETE') THEN '' ELSE ' WITH CHECK (false)' END;
			      END IF;
			    END;
			  END LOOP;
			END""";

	/**
	 * Puts the policies in order.
	 * @param forced whether it holds for the owner too
	 * @param policies the policies
	 */
	public RowSecurity {
		policies = policies.stream().sorted().toList();
	}

	@Override
	public String label() {
		return "row security";
	}

	@Override
	public boolean protects() {
		return true;
	}

	@Override
	public boolean isForBranches() {
		return true;
	}

	/**
	 * Switched on first: from then on, a missing policy shows too little, not too much.
	 */
	@Override
	public List<String> statements(RelationName table, RelationName model, Collection<Trait> present) {
		RowSecurity now = Trait.of(RowSecurity.class, present).orElse(null);
		List<String> statements = new ArrayList<>();
		if (now == null) {
			statements.add("ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY");
		}
		if (this.forced != (now != null && now.forced())) {
			statements.add("ALTER TABLE " + table + (this.forced ? " FORCE" : " NO FORCE") + " ROW LEVEL SECURITY");
		}
		String drops = (now != null) ? drops(now, table) : "";
		if (now == null || !now.policies().equals(this.policies)) {
			statements.add(DoBlock.of(CARRY_POLICIES.formatted(DoBlock.literal(model), DoBlock.literal(table), drops)));
		}
		return statements;
	}

	/** Of what the model has not, or has otherwise. */
	private String drops(RowSecurity now, RelationName table) {
		return now.policies()
			.stream()
			.filter((policy) -> !this.policies.contains(policy))
			.map((policy) -> "  DROP POLICY " + RelationName.quoteIdentifier(policy.name()) + " ON " + table + ";\n")
			.collect(Collectors.joining());
	}

}
