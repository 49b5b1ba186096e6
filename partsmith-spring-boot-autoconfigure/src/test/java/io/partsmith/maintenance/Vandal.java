package io.partsmith.maintenance;

import java.time.Instant;
import java.util.List;
import java.util.Random;

import io.partsmith.testing.PostgresDatabase;

/**
 * Somebody who works by hand on a table {@code public.t} with the columns {@code tier},
 * {@code at}, {@code bucket} and {@code id}: gaps, orphans, strangers, other names, other
 * bounds, a DEFAULT partition with or without rows.
 */
final class Vandal {

	private static final String MEMBERS = "SELECT i.inhrelid::regclass || '|' || i.inhparent::regclass"
			+ " FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid"
			+ " WHERE c.relkind IN ('r', 'p') ORDER BY 1";

	private final PostgresDatabase db;

	private final Random random;

	private final Instant now;

	private int number;

	Vandal(PostgresDatabase db, Random random, Instant now) {
		this.db = db;
		this.random = random;
		this.now = now;
	}

	/** Answers whether there was anything to strike at. */
	boolean strike(int times) {
		boolean struck = false;
		for (int i = 0; i < times; i++) {
			List<String> members = this.db.queryStrings(MEMBERS);
			if (!members.isEmpty()) {
				String[] member = members.get(this.random.nextInt(members.size())).split("\\|");
				strike(member[0], member[1]);
				struck = true;
			}
		}
		return struck;
	}

	private void strike(String partition, String parent) {
		String detach = "ALTER TABLE " + parent + " DETACH PARTITION " + partition;
		switch (this.random.nextInt(8)) {
			case 0, 1 -> this.db.execute("DROP TABLE " + partition);
			case 2, 3 ->
				this.db.execute(detach, "COMMENT ON TABLE " + partition + " IS E'pg-partsmith:orphan-parent=public."
						+ parent + "\\npg-partsmith:detached-at=" + this.now + "'");
			case 4 -> this.db.execute(detach);
			case 5 -> this.db.execute("ALTER TABLE " + partition + " RENAME TO " + name("by_hand"));
			case 6 -> odd(partition, parent);
			default -> beside(parent);
		}
	}

	private String name(String what) {
		return what + "_" + this.now.getEpochSecond() + "_" + this.number++ + "_" + this.random.nextInt(1_000_000);
	}

	/** A part of a window, which its window overlaps from now on. */
	private void odd(String partition, String parent) {
		String bounds = this.db.queryOne("SELECT (regexp_match(pg_get_expr(relpartbound, oid), "
				+ "'FROM \\(''([^'']*)''\\) TO \\(''([^'']*)''\\)'))::text[]::text FROM pg_class WHERE oid = ?::regclass",
				partition);
		if (bounds == null) {
			return;
		}
		boolean ids = bounds.matches("\\{\"?-?\\d+\"?,.*");
		String type = ids ? "bigint" : "timestamptz";
		String part = this.db.queryOne("SELECT format('FOR VALUES FROM (%L) TO (%L)', b[1]::" + type + " + (b[2]::"
				+ type + " - b[1]::" + type + ") / 4, b[2]) FROM (SELECT ?::text[] AS b) AS bounds", bounds);
		this.db.execute("DROP TABLE " + partition,
				"CREATE TABLE " + name("odd") + " PARTITION OF " + parent + " " + part);
	}

	private void beside(String parent) {
		Boolean can = this.db.queryOne(
				"SELECT partstrat = 'r' AND partdefid = 0 FROM pg_partitioned_table" + " WHERE partrelid = ?::regclass",
				parent);
		if (!can) {
			return;
		}
		this.db.execute("CREATE TABLE " + name("other") + " PARTITION OF " + parent + " DEFAULT");
		for (int i = this.random.nextInt(4); i > 0; i--) {
			try {
				this.db.execute("INSERT INTO t VALUES ('gold', timestamptz '" + this.now + "' + interval '1 hour' * "
						+ this.random.nextInt(2000) + ", " + this.random.nextInt(8) + ", " + this.random.nextInt(500)
						+ ")");
			}
			catch (IllegalStateException nowhere) {
				// Another level has no place for it.
			}
		}
	}

}
