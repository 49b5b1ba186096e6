package io.partsmith.comparison;

import io.partsmith.testing.PostgresDatabase;

/** A database as in production, where a commit waits for the disk. */
final class Durable {

	private Durable() {
	}

	/** Empty; dropped table by table, because one transaction cannot lock them all. */
	static void emptied(PostgresDatabase db) {
		db.execute("ALTER SYSTEM SET fsync = on", "SELECT pg_reload_conf()", """
				DO $$
				DECLARE
					name text;
				BEGIN
					FOR name IN SELECT oid::regclass::text FROM pg_class
						WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
						ORDER BY relispartition DESC, relkind DESC
					LOOP
						EXECUTE 'DROP TABLE ' || name;
						COMMIT;
					END LOOP;
				END
				$$""", "CHECKPOINT");
	}

}
