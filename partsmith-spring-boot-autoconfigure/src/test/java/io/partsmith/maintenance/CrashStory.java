package io.partsmith.maintenance;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Tables;
import io.partsmith.testing.Trees;

import static java.time.ZoneOffset.UTC;

/** What is going on when the axe falls, and what is there once all is done. */
enum CrashStory {

	CREATE(Tables.monthly(Tables.ahead(1)), m(), 0, tables("t", "t__2026_08 of t")),

	CREATE_SEVERAL(Tables.monthly(Tables.ahead(3)), m(), 0,
			tables("t", "t__2026_08 of t", "t__2026_09 of t", "t__2026_10 of t")),

	CREATE_BESIDE_DEFAULT(Tables.monthly(Tables.ahead(2)), m(rest()), 0,
			tables("rest of t", "t", "t__2026_08 of t", "t__2026_09 of t")),

	CREATE_NESTED(Tables.n(2, Tables.ahead(1)), n(), 0,
			tables("n", "n__2026_w35 of n", "n__2026_w35__h0 of n__2026_w35", "n__2026_w35__h1 of n__2026_w35")),

	COMPLETE(Tables.n(2, Tables.ahead(1)), n(Tables.week("2026_w35", "2026-08-24", "2026-08-31", 2, 1)), 0,
			tables("n", "n__2026_w35 of n", "n__2026_w35__h0 of n__2026_w35", "n__2026_w35__h1 of n__2026_w35")),

	ATTACH_HALF_BUILT(Tables.n(2, Tables.ahead(1)),
			n("CREATE TABLE n__2026_w35 (LIKE n INCLUDING ALL) PARTITION BY HASH (tenant_id)",
					"CREATE TABLE n__2026_w35__h1 PARTITION OF n__2026_w35 FOR VALUES WITH (modulus 2, remainder 1)"),
			0, tables("n", "n__2026_w35 of n", "n__2026_w35__h0 of n__2026_w35", "n__2026_w35__h1 of n__2026_w35")),

	ATTACH_ORPHAN(Tables.monthly(Tables.aheadKeep(1, 3)),
			months("ALTER TABLE t DETACH PARTITION t__2026_07 CONCURRENTLY", marker("t", "t__2026_07")), 0, three()),

	ATTACH_INCOMPLETE_ORPHAN(Tables.n(2, Tables.aheadKeep(1, 2)), Stream
		.of(n(Tables.week("2026_w34", "2026-08-17", "2026-08-24", 2, 0, 1)),
				Tables.week("2026_w35", "2026-08-24", "2026-08-31", 2, 0, 1),
				new String[] {
						"INSERT INTO n SELECT g, '2026-08-18Z'::timestamptz + make_interval(days => g % 2 * 7)"
								+ " FROM generate_series(1, 20) AS g",
						"ALTER TABLE n DETACH PARTITION n__2026_w34 CONCURRENTLY", "DELETE FROM n__2026_w34__h1",
						"DROP TABLE n__2026_w34__h1", marker("n", "n__2026_w34") })
		.flatMap(Stream::of)
		.toArray(String[]::new), 0,
			tables("n", "n__2026_w34 of n", "n__2026_w34__h0 of n__2026_w34", "n__2026_w34__h1 of n__2026_w34",
					"n__2026_w35 of n", "n__2026_w35__h0 of n__2026_w35", "n__2026_w35__h1 of n__2026_w35")),

	CLEAR_A_STALE_MARKER(Tables.monthly(Tables.aheadKeep(1, 3)), months(marker("t", "t__2026_07")), 0, three()),

	DETACH_CONCURRENT(retiring(DetachMode.CONCURRENT), months(), 0, retired()),

	DETACH_BLOCKING(retiring(DetachMode.BLOCKING), months(), 0, retired()),

	DETACH_AUTO(retiring(DetachMode.AUTO), months(), 0, retired()),

	DETACH_AUTO_BESIDE_DEFAULT(retiring(DetachMode.AUTO), months(rest()), 0,
			Stream.concat(Stream.of("rest of t"), retired().stream()).toList()),

	FINALIZE(retiring(DetachMode.AUTO),
			months("UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 't__2026_06'::regclass"), 0,
			retired()),

	FINALIZE_AND_ATTACH(Tables.monthly(Tables.aheadKeep(1, 3)),
			months("UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 't__2026_07'::regclass"), 0,
			three()),

	DROP(Tables.monthly(Tables.ahead(1).keeping(new Retention.KeepNewest(1))),
			months("ALTER TABLE t DETACH PARTITION t__2026_06 CONCURRENTLY", marker("t", "t__2026_06"),
					"DROP TABLE t__2026_07"),
			3, tables("t", "t__2026_08 of t")),

	DROP_SEVERAL(Tables.monthly(Tables.ahead(1).keeping(new Retention.KeepNewest(1))),
			months("ALTER TABLE t DETACH PARTITION t__2026_06", marker("t", "t__2026_06"),
					"ALTER TABLE t DETACH PARTITION t__2026_07", marker("t", "t__2026_07")),
			6, tables("t", "t__2026_08 of t")),

	DETACH_AND_DROP(Tables.monthly(Tables.aheadKeep(1, 1)), months(), 6, tables("t", "t__2026_08 of t")),

	MAKE_ROOM(
			Trees.table("t",
					new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, UTC),
							Set.of(CatchAll.ABOVE), null),
					Tables.ahead(2)),
			m(Tables.month("2026_07"),
					"CREATE TABLE t__above PARTITION OF t FOR VALUES FROM ('2026-08-01 00:00:00+00') TO (MAXVALUE)",
					"INSERT INTO t (id, created_at) VALUES (1, '2026-07-02Z')"),
			0, tables("t", "t__2026_07 of t", "t__2026_08 of t", "t__2026_09 of t", "t__above of t")),

	MOVE(Tables.monthly(Tables.ahead(1)),
			m(rest("CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
					"CREATE TRIGGER noted AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION note()", rows(3))),
			0, moved()),

	MOVE_MANY(Tables.monthly(Tables.ahead(1)), m(rest(rows(1_100))), 0, moved()),

	MOVE_IN_PUBLIC(Tables.monthly(Tables.ahead(1)), m(rest(rows(20), "CREATE PUBLICATION p FOR TABLE t")), 0, moved()),

	MOVE_BACK(Tables.monthly(Tables.ahead(1)),
			m(rest(rows(20), "CREATE TABLE t__2026_08 (LIKE t INCLUDING ALL)", marker("t", "t__2026_08"))), 0, moved()),

	EVERYTHING(Tables.monthly(Tables.aheadKeep(2, 3)),
			months("UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 't__2026_08'::regclass",
					"ALTER TABLE t DETACH PARTITION t__2026_07", marker("t", "t__2026_07"), Tables.month("2026_03"),
					Tables.month("2026_04")),
			0, tables("t", "t__2026_06 of t", "t__2026_07 of t", "t__2026_08 of t", "t__2026_09 of t"));

	static final String TODAY = "2026-08-26T00:00:00Z";

	/** The policy. */
	final TablePartitionConfig config;

	/** What makes the table and its partitions. */
	final List<String> setUp;

	/** How many rows are dropped with their partitions. */
	final int dropped;

	/** The tables there are at the end. */
	final List<String> tables;

	CrashStory(TablePartitionConfig config, String[] setUp, int dropped, List<String> tables) {
		this.config = config;
		this.setUp = List.of(setUp);
		this.dropped = dropped;
		this.tables = tables;
	}

	private static List<String> tables(String... tables) {
		return List.of(tables);
	}

	private static List<String> three() {
		return tables("t", "t__2026_06 of t", "t__2026_07 of t", "t__2026_08 of t");
	}

	private static List<String> retired() {
		return tables("t", "t__2026_06 once of t", "t__2026_07 once of t", "t__2026_08 of t");
	}

	private static TablePartitionConfig retiring(DetachMode mode) {
		return Tables.monthly(Tables.ahead(1).keeping(new Retention.KeepNewest(1)).detaching(mode));
	}

	private static String[] m(String... more) {
		return concat(List.of(Tables.M), more);
	}

	private static String[] n(String... more) {
		return concat(List.of(Tables.N), more);
	}

	/** Rows of June, July and August. */
	private static String[] months(String... more) {
		return concat(List.of(Tables.M, Tables.month("2026_06"), Tables.month("2026_07"), Tables.month("2026_08"),
				"INSERT INTO t (id, created_at) SELECT g, '2026-08-01Z'::timestamptz"
						+ " - make_interval(months => g % 3) FROM generate_series(0, 8) AS g"),
				more);
	}

	private static String[] rest(String... more) {
		return concat(List.of("CREATE TABLE rest PARTITION OF t DEFAULT"), more);
	}

	/** Rows of August that went to DEFAULT. */
	private static String rows(int count) {
		return "INSERT INTO t (id, created_at) SELECT g, '2026-08-02Z' FROM generate_series(1, " + count + ") AS g";
	}

	private static List<String> moved() {
		return tables("rest of t", "t", "t__2026_08 of t");
	}

	private static String marker(String table, String partition) {
		return "COMMENT ON TABLE " + partition + " IS E'pg-partsmith:orphan-parent=public." + table
				+ "\\npg-partsmith:detached-at=2026-08-10T00:00:00+00:00'";
	}

	private static String[] concat(List<String> some, String... more) {
		return Stream.concat(some.stream(), Stream.of(more)).toArray(String[]::new);
	}

}
