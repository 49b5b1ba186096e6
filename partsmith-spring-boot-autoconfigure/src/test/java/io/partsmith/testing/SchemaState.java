package io.partsmith.testing;

import java.util.List;

/**
 * Everything there is in the schema {@code public} of a test's database, read past all
 * code of ours.
 *
 * @param tables each table and whose it is: {@code t__2026_08 of t} for a partition,
 * {@code t__2026_06 once of t} for a detached one with its marker
 * @param rows every row of every table, as text
 * @param visible the rows that a reader of the managed table sees
 * @param details every relation, constraint, trigger and publication with its definition
 */
public record SchemaState(List<String> tables, List<String> rows, List<String> visible, List<String> details) {

	private static final String TABLES = """
			SELECT c.relname
			  || coalesce(CASE WHEN i.inhdetachpending THEN ' half of ' ELSE ' of ' END || i.inhparent::regclass, '')
			  || coalesce(' once of ' || substring(obj_description(c.oid, 'pg_class')
			    from '^pg-partsmith:orphan-parent=public\\.(\\w+)'), '')
			FROM pg_class AS c LEFT JOIN pg_inherits AS i ON i.inhrelid = c.oid
			WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'f')
			ORDER BY c.relname COLLATE "C\"""";

	private static final String LEAVES = """
			SELECT coalesce(string_agg(format('SELECT r::text FROM ONLY %s AS r', oid::regclass), ' UNION ALL '),
			  'SELECT NULL::text WHERE false')
			FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r\'""";

	private static final String DETAILS = """
			SELECT * FROM (
			  SELECT format('%s %s %s %s %s', relkind, relname, relpersistence, pg_get_expr(relpartbound, oid),
			    obj_description(oid, 'pg_class')) AS detail
			  FROM pg_class WHERE relnamespace = 'public'::regnamespace
			  UNION ALL
			  SELECT format('%s of %s: %s valid: %s', conname, conrelid::regclass, pg_get_constraintdef(oid), convalidated)
			  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
			  UNION ALL
			  SELECT format('%s %s', pg_get_triggerdef(oid), tgenabled) FROM pg_trigger WHERE NOT tgisinternal
			  UNION ALL
			  SELECT format('%s publishes %s', p.pubname, r.prrelid::regclass)
			  FROM pg_publication AS p LEFT JOIN pg_publication_rel AS r ON r.prpubid = p.oid) AS found
			ORDER BY detail COLLATE "C\"""";

	private static final String BUSY = """
			SELECT concat_ws(' ', a.pid, a.state, a.query) FROM pg_stat_activity AS a
			WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.backend_type = 'client backend'
			  AND (a.state <> 'idle' OR EXISTS (SELECT FROM pg_locks AS l WHERE l.pid = a.pid))""";

	private static final long PATIENCE_SECONDS = 30;

	/**
	 * Reads it.
	 * @param db the database
	 * @param table the managed table
	 * @return what there is now
	 */
	public static SchemaState of(PostgresDatabase db, String table) {
		return new SchemaState(db.queryStrings(TABLES), sorted(db, db.queryOne(LEAVES)),
				sorted(db, "SELECT r::text FROM " + table + " AS r"), db.queryStrings(DETAILS));
	}

	private static List<String> sorted(PostgresDatabase db, String rows) {
		return db.queryStrings(rows).stream().sorted().toList();
	}

	/**
	 * The sessions that hold a lock, are in a transaction or carry out a statement, once
	 * those that are just ending are gone.
	 * @param db the database
	 * @return such sessions; empty if all is still
	 */
	public static List<String> busySessions(PostgresDatabase db) {
		long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
		List<String> busy = db.queryStrings(BUSY);
		while (!busy.isEmpty() && System.nanoTime() < end) {
			Thread.onSpinWait();
			busy = db.queryStrings(BUSY);
		}
		return busy;
	}

}
