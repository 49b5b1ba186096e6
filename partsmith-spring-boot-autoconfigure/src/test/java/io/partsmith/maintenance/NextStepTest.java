package io.partsmith.maintenance;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.partsmith.plan.Emptied;
import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.KeyCodec;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Results;
import io.partsmith.testing.Tables;
import io.partsmith.testing.Trees;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The next step of a finding is SQL that does what it says when it is pasted. */
@PostgresTest
class NextStepTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	/** Nothing about it is in the order or the form in which a bare copy would work. */
	private static final String COMPUTED = """
			CREATE TABLE public.t (id bigint GENERATED ALWAYS AS IDENTITY, created_at timestamptz NOT NULL,
			  buyer text, seller text, both_of_them text GENERATED ALWAYS AS (buyer || ' ' || seller) STORED)
			PARTITION BY RANGE (created_at)""";

	private static final String DETACHED = """
			CREATE TABLE public.%1$s (seller text, both_of_them text, created_at timestamptz NOT NULL, buyer text,
			  id bigint NOT NULL);
			COMMENT ON TABLE public.%1$s IS E'pg-partsmith:orphan-parent=public.t\\npg-partsmith:detached-at=2026-08-20T00:00:00+00:00';
			INSERT INTO public.%1$s VALUES ('selma', 'bo selma', '2026-09-20Z', 'bo', 7)""";

	private PostgresDatabase db;

	private CatalogProbe catalog;

	@BeforeEach
	void begin(PostgresDatabase database) {
		this.db = database;
		this.catalog = CatalogProbe.of(database);
	}

	private Finding found(TablePartitionConfig table, FindingCode code) {
		return found(Engine.on(this.db, TODAY), table, code);
	}

	private static Finding found(Engine engine, TablePartitionConfig table, FindingCode code) {
		MaintenancePlan plan = engine.service(table).plan(table.id());
		assertThat(plan.findings()).extracting(Finding::code).contains(code);
		return plan.findings().stream().filter((finding) -> finding.code() == code).findFirst().orElseThrow();
	}

	/** What is pasted stands in the step as it is. */
	private void paste(String next, String sql) {
		assertThat(next).contains(sql);
		this.db.execute(sql);
	}

	@Test
	void theRowsOfAnOrphanWhosePlaceIsTakenGoToTheirColumns() {
		this.db.execute(COMPUTED,
				"CREATE TABLE wide PARTITION OF t FOR VALUES FROM ('2026-09-01 00:00Z') TO ('2026-11-01 00:00Z')",
				DETACHED.formatted("t__2026_09"));
		TablePartitionConfig t = Tables.monthly(Tables.ahead(3));
		Finding told = found(t, FindingCode.RANGE_OVERLAP);
		assertThat(told.partition()).isEqualTo(RelationName.parse("public.t__2026_09"));
		paste(told.next(),
				"BEGIN; INSERT INTO public.t (buyer, created_at, id, seller) OVERRIDING SYSTEM VALUE SELECT buyer,"
						+ " created_at, id, seller FROM public.t__2026_09; DROP TABLE public.t__2026_09; COMMIT");
		assertThat(this.db.queryStrings("SELECT id || ' ' || both_of_them FROM wide")).containsExactly("7 bo selma");
		assertThat(this.catalog.exists("t__2026_09")).isFalse();
	}

	@Test
	void theRowsOfTwoOrphansOfOneWindowComeTogether() {
		String bounds = "COMMENT ON TABLE %s IS E'pg-partsmith:orphan-parent=public.t\\npg-partsmith:detached-at="
				+ "2026-08-20T00:00:00+00:00\\npg-partsmith:bounds=FOR VALUES FROM (''2026-09-01 00:00:00+00'') TO"
				+ " (''2026-10-01 00:00:00+00'')'";
		this.db.execute(COMPUTED, "CREATE TABLE t__2026_09 (LIKE t INCLUDING GENERATED)", DETACHED.formatted("u"),
				bounds.formatted("t__2026_09"), bounds.formatted("u"));
		TablePartitionConfig t = Tables.monthly(Tables.ahead(2));
		Finding told = found(t, FindingCode.RANGE_OVERLAP);
		assertThat(told.message()).contains("stand for one window");
		paste(told.next(),
				"BEGIN; INSERT INTO public.t__2026_09 (buyer, created_at, id, seller) OVERRIDING SYSTEM VALUE SELECT"
						+ " buyer, created_at, id, seller FROM public.u; DROP TABLE public.u; COMMIT");
		assertThat(done(Engine.on(this.db, TODAY).run(t))).contains("attach t__2026_09");
		assertThat(this.db.queryStrings("SELECT id || ' ' || both_of_them FROM t")).containsExactly("7 bo selma");
	}

	@Test
	void whatIsLeftOfAWindowTakesRows() {
		this.db.execute(Tables.M,
				"CREATE TABLE hand PARTITION OF t FOR VALUES FROM ('2026-08-10 00:00Z') TO ('2026-08-20 00:00Z')");
		String next = found(Tables.monthly(Tables.ahead(1)), FindingCode.RANGE_OVERLAP).next();
		for (String rest : List.of("_rest|2026-08-01|2026-08-10", "_rest2|2026-08-20|2026-09-01")) {
			String[] part = rest.split("\\|");
			paste(next, ("CREATE TABLE public.t__2026_08%1$s (LIKE public.t INCLUDING ALL EXCLUDING IDENTITY);"
					+ " ALTER TABLE public.t ATTACH PARTITION public.t__2026_08%1$s FOR VALUES FROM ('%2$s 00:00:00+00')"
					+ " TO ('%3$s 00:00:00+00')")
				.formatted(part[0], part[1], part[2]));
		}
		this.db
			.execute("INSERT INTO t (created_at) SELECT generate_series('2026-08-01Z', '2026-08-31Z', interval '1 d')");
		Results.assertConverged(Engine.on(this.db, TODAY), Tables.monthly(Tables.ahead(1)));
	}

	@Test
	void aTableThatHoldsTheWantedNameIsAttached() {
		this.db.execute(Tables.M, "CREATE TABLE t__2026_08 (LIKE t INCLUDING ALL)",
				"INSERT INTO t__2026_08 (created_at) VALUES ('2026-08-02Z')");
		TablePartitionConfig t = Tables.monthly(Tables.ahead(1));
		paste(found(t, FindingCode.NAME_UNUSABLE).next(),
				"ALTER TABLE public.t ATTACH PARTITION public.t__2026_08 FOR VALUES FROM ('2026-08-01 00:00:00+00') TO"
						+ " ('2026-09-01 00:00:00+00')");
		assertThat(this.catalog.rows("t")).isEqualTo(1);
		Results.assertConverged(Engine.on(this.db, TODAY), t);
	}

	@Test
	void aBranchWithoutAPartitionMakesRoomForOneThatHasSome() {
		this.db.execute(Tables.N, "CREATE TABLE n__2026_w35 PARTITION OF n FOR VALUES FROM ('2026-08-24 00:00Z')"
				+ " TO ('2026-08-31 00:00Z') PARTITION BY LIST (tenant_id)");
		TablePartitionConfig n = Tables.n(2, Tables.ahead(1));
		paste(found(n, FindingCode.EMPTY_BRANCH).next(), "DROP TABLE public.n__2026_w35");
		assertThat(done(Engine.on(this.db, TODAY).run(n))).containsExactly("create n__2026_w35");
		this.db.execute("INSERT INTO n VALUES (1, '2026-08-26Z')");
		assertThat(this.catalog.rows("n__2026_w35")).isEqualTo(1);
	}

	@Test
	void aDetachThatIsNotOursToEndIsEnded() {
		this.db.execute(Tables.M, Tables.month("2026_08"),
				"CREATE TABLE wide PARTITION OF t FOR VALUES FROM ('2026-01-01 00:00Z') TO ('2026-03-01 00:00Z')",
				"UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'wide'::regclass");
		TablePartitionConfig t = Tables.monthly(Tables.ahead(1));
		paste(found(t, FindingCode.DETACH_PENDING).next(),
				"ALTER TABLE public.t DETACH PARTITION public.wide FINALIZE");
		Results.assertConverged(Engine.on(this.db, TODAY), t);
	}

	@Test
	void whatWasDetachedFromAPartitionThatIsNotOursEndsWithItsTable() {
		this.db.execute(Tables.M, Tables.month("2026_08"),
				"CREATE TABLE wide PARTITION OF t FOR VALUES FROM ('2026-01-01 00:00Z') TO ('2026-03-01 00:00Z')",
				"CREATE TABLE lost (LIKE t)", "COMMENT ON TABLE lost IS 'pg-partsmith:orphan-parent=public.wide'");
		TablePartitionConfig t = Tables.monthly(Tables.ahead(1));
		paste(found(t, FindingCode.STALE_MARKER).next(), "DROP TABLE public.lost");
		assertThat(findings(Engine.on(this.db, TODAY).run(t))).containsExactly("unmanaged_partition wide");
	}

	/**
	 * Nobody would hear of it again, and nothing may be taken for granted of its rows.
	 */
	@Test
	void whatWasDetachedFromAPartitionThatIsGoneEndsWithItsTable() {
		this.db.execute(Trees.P, "CREATE TABLE p__x (id int) PARTITION BY RANGE (id)", "CREATE TABLE lost (LIKE p)",
				"COMMENT ON TABLE lost IS 'pg-partsmith:orphan-parent=public.p__700'", "CREATE TABLE other (LIKE p)",
				"COMMENT ON TABLE other IS 'pg-partsmith:orphan-parent=public.p__x'", "CREATE TABLE theirs (LIKE p)",
				"COMMENT ON TABLE theirs IS 'pg-partsmith:orphan-parent=public.q__1'",
				"INSERT INTO lost VALUES (701, '2026-08-02Z')", "CREATE TABLE flat (LIKE p)");
		TablePartitionConfig p = Trees.p(Tables.ahead(1), Tables.ahead(1));
		Engine.on(this.db, TODAY).run(p);
		Finding told = found(p, FindingCode.STALE_MARKER);
		assertThat(told.message()).contains("public.lost carries our marker for public.p__700");
		assertThat(findings(Engine.on(this.db, TODAY).run(p))).containsExactly("stale_marker lost");
		Engine.on(this.db, TODAY).service(p).partitions("p").unpartition(RelationName.parse("flat"), Emptied.KEEP, 10);
		assertThat(this.catalog.rows("lost")).isEqualTo(1);
		paste(told.next(), "DROP TABLE public.lost");
		assertThat(findings(Engine.on(this.db, TODAY).run(p))).isEmpty();
	}

	@Test
	void theServerAndTheTablespaceOfLeavesAreGranted() {
		this.db.execute("CREATE ROLE t_app", "GRANT USAGE, CREATE ON SCHEMA public TO t_app",
				"CREATE EXTENSION postgres_fdw", "CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw",
				"CREATE TABLE t (created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)",
				"ALTER TABLE t OWNER TO t_app");
		try {
			TablePartitionConfig t = Tables.monthly(Tables.ahead(1))
				.with(new Leaves.Foreign("far", Map.of("table_name", "{relname}")));
			Engine engine = Engine.on(this.db, TODAY).over(Connections.of(this.db).prepared("SET ROLE t_app"));
			paste(found(engine, t, FindingCode.LEAVES_IMPOSSIBLE).next(), "GRANT USAGE ON FOREIGN SERVER far TO t_app");
			assertThat(done(engine.run(t))).containsExactly("create t__2026_08");
		}
		finally {
			this.db.execute("DROP SERVER far CASCADE", "DROP EXTENSION postgres_fdw");
		}
	}

	@Test
	void aKeyThatEndsGoesOnInANewTable() {
		this.db.execute("CREATE TABLE t (id integer PRIMARY KEY) PARTITION BY RANGE (id)");
		TablePartitionConfig t = Trees.table("t", new RangeScheme(List.of("id"),
				new Boundaries.Time(Granularity.DAY, ZoneOffset.UTC, KeyCodec.EPOCH_SECONDS)), Tables.ahead(2));
		paste(found(Engine.on(this.db, "2038-01-20T00:00:00Z"), t, FindingCode.AXIS_ENDS).next(),
				"CREATE TABLE public.t_columns (LIKE public.t INCLUDING ALL); ALTER TABLE public.t_columns ALTER COLUMN id"
						+ " TYPE bigint; CREATE TABLE public.t_next (LIKE public.t_columns INCLUDING ALL) PARTITION BY"
						+ " RANGE (id); DROP TABLE public.t_columns");
		TablePartitionConfig next = new TablePartitionConfig("next", RelationName.parse("t_next"), t.scheme(),
				t.lifecycle());
		assertThat(Engine.on(this.db, "2038-01-20T00:00:00Z").run(next).createdCount()).isEqualTo(2);
	}

	@Test
	void theMarkerOfAnotherTableIsTakenOffByHand() {
		this.db.execute(Tables.M, "CREATE TABLE june (LIKE t INCLUDING ALL)",
				"COMMENT ON TABLE june IS 'pg-partsmith:orphan-parent=public.other'");
		TablePartitions t = Engine.on(this.db, TODAY).service(Tables.monthly(Tables.ahead(1))).partitions("t");
		RelationName june = RelationName.parse("june");
		assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> t.adopt(june))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(FindingCode.MARKER_MISSING))
			.satisfies((ex) -> paste(ex.next(), "COMMENT ON TABLE public.june IS NULL"));
		assertThat(t.adopt(june)).isTrue();
	}

	@Test
	void aTableWithoutMarkerIsAdoptedBeforeItIsDropped() {
		this.db.execute(Tables.M, "CREATE TABLE june (LIKE t INCLUDING ALL)");
		TablePartitions t = Engine.on(this.db, TODAY).service(Tables.monthly(Tables.ahead(1))).partitions("t");
		RelationName june = RelationName.parse("june");
		assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> t.drop(june))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(FindingCode.MARKER_MISSING))
			.satisfies((ex) -> assertThat(ex.next()).contains("adopt it", "DROP TABLE public.june"));
		assertThat(t.adopt(june)).isTrue();
		assertThat(t.drop(june).droppedCount()).isEqualTo(1);
	}

}
