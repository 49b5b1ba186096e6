package io.partsmith.maintenance;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Results;
import io.partsmith.testing.Tables;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The server process behind us is killed at every point; the next run converges. */
@PostgresTest
class CrashTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	/** Rows of June, July and August. */
	private static final String ROWS = "INSERT INTO t (id, created_at) SELECT g, '2026-08-01Z'::timestamptz"
			+ " - make_interval(months => g % 3) FROM generate_series(0, 8) g";

	@ParameterizedTest
	@EnumSource
	void whereverItIsKilledTheNextRunConverges(Story story, PostgresDatabase db) {
		int doomed = 0;
		AtomicInteger passed = new AtomicInteger();
		while (passed.get() >= doomed) {
			doomed++;
			db.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public", Tables.M);
			db.execute(story.setUp);
			passed.set(0);
			MaintenanceResult killed = Engine.on(db, TODAY)
				.over(Connections.of(db).killedAt(doomed, passed))
				.run(story.table());
			String where = story + " at point " + doomed + ": " + killed.outcome() + " " + Results.done(killed) + " "
					+ killed.error();
			rowsAreWhole(db, story, where);
			MaintenanceResult next = Engine.on(db, TODAY).run(story.table());
			assertThat(next.success()).as(where + "; then " + next.error()).isTrue();
			rowsAreWhole(db, story, where);
			converged(db, story, where);
			assertThat(Engine.on(db, TODAY).run(story.table()).outcome()).as(where).isEqualTo(Outcome.CONVERGED);
		}
		assertThat(doomed).isGreaterThan(10);
	}

	/** No row is lost, and none is there twice. */
	private static void rowsAreWhole(PostgresDatabase db, Story story, String where) {
		CatalogProbe catalog = CatalogProbe.of(db);
		String everything = catalog.tables("public")
			.stream()
			.filter((table) -> !table.equals("t"))
			.map((table) -> "SELECT id FROM ONLY " + table)
			.reduce((one, other) -> one + " UNION ALL " + other)
			.orElse("SELECT 0 AS id WHERE false");
		Long rows = db.queryOne("SELECT count(*) FROM (" + everything + ") AS found");
		Long distinct = db.queryOne("SELECT count(DISTINCT id) FROM (" + everything + ") AS found");
		assertThat(rows).as(where).isEqualTo(distinct);
		if (story != Story.DROP) {
			assertThat(rows).as(where).isEqualTo(story.rows);
		}
	}

	private static void converged(PostgresDatabase db, Story story, String where) {
		CatalogProbe catalog = CatalogProbe.of(db);
		assertThat(catalog.partitions("t")).as(where).containsExactly(story.attached);
		assertThat(catalog.tables("public")).as(where)
			.containsExactlyElementsOf(
					Stream.concat(Stream.of("t"), Stream.concat(Stream.of(story.attached), Stream.of(story.detached)))
						.sorted()
						.toList());
		for (String attached : story.attached) {
			assertThat(catalog.comment(attached)).as(where).isNull();
		}
		for (String detached : story.detached) {
			assertThat(catalog.comment(detached)).as(where).startsWith("pg-partsmith:orphan-parent=public.t\n");
		}
	}

	/** What is going on when it is killed. */
	enum Story {

		CREATE(Tables.ahead(2), 0, new String[] {}, names("t__2026_08", "t__2026_09"), names()),

		ATTACH(Tables.aheadKeep(1, 3), 9,
				months("ALTER TABLE t DETACH PARTITION t__2026_07", "COMMENT ON TABLE t__2026_07 IS "
						+ "E'pg-partsmith:orphan-parent=public.t\\npg-partsmith:detached-at=2026-08-20T00:00:00+00:00'"),
				names("t__2026_06", "t__2026_07", "t__2026_08"), names()),

		DETACH_CONCURRENT(week(DetachMode.CONCURRENT), 9, months(), names("t__2026_08"),
				names("t__2026_06", "t__2026_07")),

		DETACH_BLOCKING(week(DetachMode.BLOCKING), 9, months(), names("t__2026_08"), names("t__2026_06", "t__2026_07")),

		FINALIZE(week(DetachMode.AUTO), 9,
				months("UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 't__2026_06'::regclass"),
				names("t__2026_08"), names("t__2026_06", "t__2026_07")),

		FINALIZE_AND_ATTACH(Tables.aheadKeep(1, 3), 9,
				months("UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 't__2026_07'::regclass"),
				names("t__2026_06", "t__2026_07", "t__2026_08"), names()),

		DROP(Tables.aheadKeep(1, 1), 9, months(), names("t__2026_08"), names());

		private final Lifecycle lifecycle;

		private final long rows;

		private final String[] setUp;

		private final String[] attached;

		private final String[] detached;

		Story(Lifecycle lifecycle, long rows, String[] setUp, String[] attached, String[] detached) {
			this.lifecycle = lifecycle;
			this.rows = rows;
			this.setUp = setUp;
			this.attached = attached;
			this.detached = detached;
		}

		TablePartitionConfig table() {
			return Tables.monthly(this.lifecycle);
		}

		private static String[] names(String... names) {
			return names;
		}

		private static String[] months(String... more) {
			return Stream
				.concat(Stream.of(Tables.month("2026_06"), Tables.month("2026_07"), Tables.month("2026_08"), ROWS),
						Stream.of(more))
				.toArray(String[]::new);
		}

		private static Lifecycle week(DetachMode mode) {
			return Tables.ahead(1).keeping(new Retention.KeepNewest(1)).detaching(mode);
		}

	}

}
