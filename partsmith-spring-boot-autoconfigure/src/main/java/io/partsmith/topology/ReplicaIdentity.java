package io.partsmith.topology;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What logical replication is told of an updated or deleted row. Without an identity,
 * PostgreSQL refuses to update and delete in a published table.
 *
 * @param form how a row is told
 * @param columns the columns of the index, in their order; empty for the other kinds
 */
public record ReplicaIdentity(Form form, List<String> columns) implements Trait {

	private static final String USING_INDEX = """
			BEGIN
			  EXECUTE coalesce(
			    (SELECT 'ALTER TABLE ' || %1$s || ' REPLICA IDENTITY USING INDEX ' || quote_ident(c.relname)
			     FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS c ON c.oid = x.indexrelid
			     WHERE x.indrelid = %1$s::regclass AND x.indisunique AND x.indimmediate AND x.indpred IS NULL
			       AND ARRAY[%2$s]::text[] = (SELECT array_agg(a.attname::text ORDER BY k.place)
			         FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
			         JOIN pg_catalog.pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = k.attnum
			         WHERE k.place <= x.indnkeyatts)
			     ORDER BY c.relname LIMIT 1),
			    'ALTER TABLE ' || %1$s || ' REPLICA IDENTITY DEFAULT');
			END""";

	/** How a row is told. */
	public enum Form {

		/** By all its columns. */
		FULL,

		/** Not at all. */
		NOTHING,

		/** By the columns of a unique index. */
		INDEX

	}

	/**
	 * Copies the columns.
	 * @param form how a row is told
	 * @param columns the columns of the index
	 */
	public ReplicaIdentity {
		columns = List.copyOf(columns);
	}

	@Override
	public String label() {
		return "replica identity";
	}

	@Override
	public boolean protects() {
		return true;
	}

	/**
	 * Names no index: a partition's own have names that PostgreSQL chose. Any unique
	 * index over the same columns tells the same.
	 */
	@Override
	public List<String> statements(RelationName table, RelationName model, Collection<Trait> present) {
		if (this.form != Form.INDEX) {
			return List.of("ALTER TABLE " + table + " REPLICA IDENTITY " + this.form);
		}
		String names = this.columns.stream().map(DoBlock::literal).collect(Collectors.joining(", "));
		return List.of(DoBlock.of(USING_INDEX.formatted(DoBlock.literal(table), names)));
	}

	@Override
	public String toString() {
		return this.form.name().toLowerCase(Locale.ROOT)
				+ ((this.form == Form.INDEX) ? " over (" + String.join(", ", this.columns) + ")" : "");
	}

}
