package io.partsmith.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.partsmith.plan.NewPartition;
import io.partsmith.table.LeafPattern;
import io.partsmith.topology.ColumnShape;
import io.partsmith.topology.Datum;
import io.partsmith.topology.DoBlock;
import io.partsmith.topology.PartitionBounds;
import io.partsmith.topology.RelationKind;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.StorageParameter;
import io.partsmith.topology.Tablespace;
import io.partsmith.topology.Trait;
import io.partsmith.topology.Unlogged;

/**
 * The statements that make one new relation beside its table. It gets all it should have
 * before it is attached, so that nobody ever sees half a partition.
 */
final class LeafScript {

	private static final Pattern PLACEHOLDER = Pattern
		.compile(LeafPattern.PLACEHOLDERS.stream().map(Pattern::quote).collect(Collectors.joining("|")));

	/**
	 * Generated columns and CHECK constraints, without which ATTACH refuses a foreign
	 * table (42804). Their expressions are read by the statement itself, under the lock
	 * that the creation holds: reading them while planning would wait for locks of
	 * others.
	 */
	private static final String DERIVE = """
			DECLARE
			  part record;
			BEGIN
			  FOR part IN
			    SELECT 1 AS place, 'ADD COLUMN ' || quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
			      || ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid)
			      || CASE a.attgenerated WHEN 's' THEN ') STORED' ELSE ') VIRTUAL' END
			      || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END AS change
			    FROM pg_catalog.pg_attribute AS a
			    JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
			    WHERE a.attrelid = %1$s::regclass AND a.attgenerated <> '' AND NOT a.attisdropped
			    UNION ALL
			    SELECT 2, 'ADD CONSTRAINT ' || quote_ident(u.conname) || ' ' || pg_get_constraintdef(u.oid)
			    FROM pg_catalog.pg_constraint AS u WHERE u.conrelid = %1$s::regclass AND u.contype = 'c'
			    ORDER BY place
			  LOOP
			    EXECUTE 'ALTER FOREIGN TABLE ' || %2$s || ' ' || part.change;
			  END LOOP;
			END""";

	private final LeafPattern pattern;

	private final RelationName model;

	/**
	 * A script.
	 * @param pattern what new partitions look like
	 * @param model the locked relation whose columns and indexes they get
	 */
	LeafScript(LeafPattern pattern, RelationName model) {
		this.pattern = pattern;
		this.model = model;
	}

	/**
	 * The script for a relation and all beneath it. A catch-all is local to its leaves,
	 * because PostgreSQL would not look into a foreign one for the rows of a window that
	 * is attached beside it.
	 */
	LeafScript within(NewPartition made) {
		return (this.pattern instanceof LeafPattern.Foreign && isCatchAll(made.bounds()))
				? new LeafScript(LeafPattern.plain(this.pattern.root()), this.model) : this;
	}

	/** Makes one relation. Branches are always local. */
	List<String> make(NewPartition made, RelationName parent) {
		if (made.subtree() != null) {
			return local(made.name(), RelationKind.PARTITIONED, " " + made.subtree().toSql());
		}
		return (this.pattern instanceof LeafPattern.Foreign foreign) ? foreign(foreign, made.name(), parent)
				: local(made.name(), RelationKind.TABLE, "");
	}

	private static boolean isCatchAll(PartitionBounds bounds) {
		return bounds instanceof PartitionBounds.Default || bounds instanceof PartitionBounds.Range range
				&& (range.from().get(0) instanceof Datum.Keyword || range.to().get(0) instanceof Datum.Keyword);
	}

	/**
	 * Identity is left out: 17 and later refuse to attach a table with an identity column
	 * of its own (55000), earlier ones attach it with a sequence of its own.
	 */
	private List<String> local(RelationName name, RelationKind kind, String partitionBy) {
		List<Trait> wanted = this.pattern.wanted(kind);
		List<String> statements = new ArrayList<>();
		statements.add("CREATE " + (wanted.contains(new Unlogged()) ? "UNLOGGED " : "") + "TABLE " + name + " (LIKE "
				+ this.model + " INCLUDING ALL EXCLUDING IDENTITY)" + partitionBy + parameters(wanted)
				+ tablespace(wanted));
		List<Trait> newborn = (this.pattern instanceof LeafPattern.Local local) ? local.newborn() : List.of();
		wanted.stream()
			.filter((trait) -> !isClause(trait))
			.forEach((trait) -> statements.addAll(trait.statements(name, this.pattern.root(), newborn)));
		return statements;
	}

	private static boolean isClause(Trait trait) {
		return trait instanceof Unlogged || trait instanceof StorageParameter || trait instanceof Tablespace;
	}

	private static String parameters(List<Trait> wanted) {
		String parameters = wanted.stream()
			.filter(StorageParameter.class::isInstance)
			.map((trait) -> ((StorageParameter) trait).toSql())
			.collect(Collectors.joining(", "));
		return parameters.isEmpty() ? "" : " WITH (" + parameters + ")";
	}

	private static String tablespace(List<Trait> wanted) {
		return wanted.stream()
			.filter(Tablespace.class::isInstance)
			.map((trait) -> " TABLESPACE " + RelationName.quoteIdentifier(((Tablespace) trait).name()))
			.collect(Collectors.joining());
	}

	private List<String> foreign(LeafPattern.Foreign foreign, RelationName name, RelationName parent) {
		String columns = foreign.columns().stream().map(ColumnShape::toSql).collect(Collectors.joining(", "));
		String options = foreign.options()
			.entrySet()
			.stream()
			.map((option) -> RelationName.quoteIdentifier(option.getKey()) + " "
					+ new Datum.Literal(filled(option.getValue(), name, parent)).toSql())
			.collect(Collectors.joining(", "));
		List<String> statements = new ArrayList<>();
		statements.add("CREATE FOREIGN TABLE " + name + " (" + columns + ") SERVER "
				+ RelationName.quoteIdentifier(foreign.server())
				+ (options.isEmpty() ? "" : " OPTIONS (" + options + ")"));
		if (foreign.derived()) {
			statements.add(DoBlock.of(DERIVE.formatted(DoBlock.literal(this.model), DoBlock.literal(name))));
		}
		return statements;
	}

	/** One pass over the template: what a name holds is never taken for a placeholder. */
	private String filled(String template, RelationName name, RelationName parent) {
		Map<String, String> values = Map.of("{relname}", name.name(), "{schema}", name.schema(), "{parent}",
				parent.name(), "{root}", this.pattern.root().name());
		return PLACEHOLDER.matcher(template)
			.replaceAll((found) -> Matcher.quoteReplacement(values.getOrDefault(found.group(), found.group())));
	}

}
