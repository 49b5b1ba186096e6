package io.partsmith.testing;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** Asks a test's database what exists there, past all code of ours. */
public final class CatalogProbe {

	private final PostgresDatabase database;

	private CatalogProbe(PostgresDatabase database) {
		this.database = database;
	}

	public static CatalogProbe of(PostgresDatabase database) {
		return new CatalogProbe(database);
	}

	/**
	 * The bare names of a table's direct partitions, pending ones too.
	 * @param parent the parent, as SQL names it
	 * @return the names in their alphabetical order
	 */
	public List<String> partitions(String parent) {
		return this.database.queryStrings("""
				SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
				WHERE i.inhparent = ?::regclass ORDER BY c.relname COLLATE "C\"""", parent);
	}

	/**
	 * Every table and partitioned table of a schema.
	 * @param schema the schema
	 * @return their bare names in alphabetical order
	 */
	public List<String> tables(String schema) {
		return this.database.queryStrings("""
				SELECT relname FROM pg_class
				WHERE relnamespace = ?::regnamespace AND relkind IN ('r', 'p', 'f') ORDER BY relname COLLATE "C\"""",
				schema);
	}

	public boolean exists(String table) {
		return oid(table) != 0;
	}

	/**
	 * The OID behind a name.
	 * @param table the name, as SQL writes it
	 * @return the OID, or 0 where there is none
	 */
	public long oid(String table) {
		Long oid = this.database.queryOne("SELECT coalesce(to_regclass(?)::oid, 0)::bigint", table);
		return (oid != null) ? oid : 0;
	}

	public @Nullable String comment(String table) {
		return this.database.queryOne("SELECT obj_description(?::regclass, 'pg_class')", table);
	}

	/**
	 * The bounds of a partition, printed in UTC.
	 * @param table the partition
	 * @return such as {@code FOR VALUES FROM ('2024-01-01 00:00:00+00') TO (...)}
	 */
	public String bounds(String table) {
		return this.database.queryOne(
				"""
						SELECT pg_get_expr(c.relpartbound, c.oid) FROM set_config('TimeZone', 'UTC', false) AS zone, pg_class AS c
						WHERE c.oid = ?::regclass AND zone = 'UTC'""",
				table);
	}

	public long rows(String from) {
		Long rows = this.database.queryOne("SELECT count(*) FROM " + from);
		return (rows != null) ? rows : 0;
	}

}
