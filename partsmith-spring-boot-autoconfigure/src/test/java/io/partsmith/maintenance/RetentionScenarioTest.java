package io.partsmith.maintenance;

import java.math.BigInteger;
import java.util.List;

import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.plan.Reason;
import io.partsmith.plan.Scope;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;

/** What the retire lane takes away, and what brings it back, on a real database. */
@PostgresTest
class RetentionScenarioTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private CatalogProbe catalog;

	@BeforeEach
	void makeM(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
		db.execute(Tables.M);
	}

	@Test
	void s13_whatIsNotKeptIsDetachedAndDropped(PostgresDatabase db) {
		Engine engine = Engine.on(db, "2024-01-01T00:00:00Z");
		TablePartitionConfig t = Tables.monthly(Tables.aheadKeep(2, 2));
		engine.run(t);
		MaintenanceResult result = engine.at("2024-04-01T00:00:00Z").run(t);
		assertThat(result.success()).isTrue();
		assertThat(result.detachedCount()).isEqualTo(2);
		assertThat(result.droppedCount()).isEqualTo(2);
		assertThat(this.catalog.tables("public")).containsExactly("t", "t__2024_04", "t__2024_05");
		assertThat(engine.run(t).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void s14_aMarkedOrphanWithoutGraceIsDropped(PostgresDatabase db) {
		db.execute(Tables.orphan("2024_01", "2024-03-01T00:00:00+00:00"));
		MaintenanceResult result = Engine.on(db, "2024-04-01T00:00:00Z").run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(done(result)).containsExactly("create t__2024_04", "drop t__2024_01");
		assertThat(result.done().get(1).reason()).isEqualTo(Reason.GRACE_ELAPSED);
		assertThat(this.catalog.exists("t__2024_01")).isFalse();
	}

	@Test
	void s16_s17_anExpiredPartitionIsMarkedAndWaitsForItsGrace(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"), "COMMENT ON TABLE t__2026_06 IS 'kept for Anna'");
		Engine engine = Engine.on(db, "2026-08-01T00:00:00Z");
		TablePartitionConfig t = Tables.monthly(Tables.aheadKeep(1, 1).dropping(Tables.grace("P7D")));
		assertThat(done(engine.run(t))).containsExactly("create t__2026_08", "detach t__2026_06");
		assertThat(this.catalog.comment("t__2026_06")).isEqualTo("""
				pg-partsmith:orphan-parent=public.t
				pg-partsmith:detached-at=2026-08-01T00:00:00+00:00
				kept for Anna""");
		MaintenanceResult third = engine.at("2026-08-03T00:00:00Z").run(t);
		assertThat(third.done()).isEmpty();
		assertThat(third.issues()).isEmpty();
		assertThat(findings(third)).containsExactly("grace_pending t__2026_06");
		MaintenanceResult eighth = engine.at("2026-08-08T00:00:00Z").run(t);
		assertThat(done(eighth)).containsExactly("drop t__2026_06");
		assertThat(eighth.done().get(0).detail()).contains("2026-08-01T00:00:00Z");
	}

	@Test
	void s19_aMarkerWithoutInstantHasNoGrace(PostgresDatabase db) {
		db.execute("CREATE TABLE t__2026_06 (LIKE t)",
				"COMMENT ON TABLE t__2026_06 IS 'pg-partsmith:orphan-parent=public.t'");
		TablePartitionConfig t = Tables.monthly(Tables.aheadKeep(1, 1).dropping(Tables.grace("P7D")));
		assertThat(done(Engine.on(db, TODAY).run(t))).containsExactly("create t__2026_08", "drop t__2026_06");
		assertThat(this.catalog.exists("t__2026_06")).isFalse();
	}

	@Test
	void s25_anOpenEndIsNeverTouched(PostgresDatabase db) {
		db.execute("CREATE TABLE t__1970_01 PARTITION OF t FOR VALUES FROM ('1970-01-01Z') TO ('infinity')",
				"INSERT INTO t (created_at) VALUES ('2026-08-26Z')");
		for (Scope scope : List.of(Scope.RETIRE, Scope.MAINTAIN)) {
			MaintenanceResult result = Engine.on(db, TODAY).run(Tables.monthly(Tables.aheadKeep(1, 1)), scope);
			assertThat(result.success()).isTrue();
			assertThat(result.done()).isEmpty();
			assertThat(findings(result)).containsExactly("unbounded_partition t__1970_01");
		}
		assertThat(this.catalog.partitions("t")).containsExactly("t__1970_01");
		assertThat(this.catalog.rows("t")).isEqualTo(1);
	}

	@Test
	void s32_aTableWithoutMarkerIsNobodysOrphan(PostgresDatabase db) {
		db.execute("CREATE TABLE t__2020_01 (x int)", "CREATE TABLE t__2020_02 (LIKE t INCLUDING ALL)",
				"COMMENT ON TABLE t__2020_02 IS 'see pg-partsmith:orphan-parent=public.t'");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(done(result)).containsExactly("create t__2026_08");
		assertThat(result.plan().units()).isEmpty();
		assertThat(this.catalog.tables("public")).contains("t__2020_01", "t__2020_02");
	}

	@Test
	void s35_aDetachedWindowThatIsWantedComesBack(PostgresDatabase db) {
		Engine engine = Engine.on(db, TODAY);
		TablePartitionConfig t = Tables.monthly(Tables.ahead(2));
		engine.run(t);
		db.execute("INSERT INTO t (created_at) VALUES ('2026-09-02Z')");
		long oid = this.catalog.oid("t__2026_09");
		db.execute("ALTER TABLE t DETACH PARTITION t__2026_09",
				"COMMENT ON TABLE t__2026_09 IS E'pg-partsmith:orphan-parent=public.t\\n"
						+ "pg-partsmith:detached-at=2026-08-20T00:00:00+00:00\\nmine'");
		MaintenanceResult result = engine.run(t);
		assertThat(done(result)).containsExactly("attach t__2026_09");
		assertThat(result.attachedCount()).isEqualTo(1);
		assertThat(this.catalog.oid("t__2026_09")).isEqualTo(oid);
		assertThat(this.catalog.comment("t__2026_09")).isEqualTo("mine");
		assertThat(this.catalog.rows("t")).isEqualTo(1);
	}

	@Test
	void s37_aLongerRetentionBringsAnOrphanBackAsOftenAsItChanges(PostgresDatabase db) {
		db.execute(Tables.month("2026_07"), "INSERT INTO t (created_at) VALUES ('2026-07-02Z')");
		Engine engine = Engine.on(db, TODAY);
		Lifecycle month = Tables.aheadKeep(1, 1).dropping(Tables.grace("P30D"));
		for (int round = 0; round < 3; round++) {
			assertThat(done(engine.run(Tables.monthly(month)))).contains("detach t__2026_07");
			assertThat(this.catalog.rows("t")).isZero();
			assertThat(done(engine.run(Tables.monthly(month.keeping(new Retention.KeepNewest(3))))))
				.containsExactly("attach t__2026_07");
			assertThat(this.catalog.rows("t")).isEqualTo(1);
			assertThat(this.catalog.comment("t__2026_07")).isNull();
		}
		Long checks = db
			.queryOne("SELECT count(*) FROM pg_constraint WHERE conrelid = 't__2026_07'::regclass AND contype = 'c'");
		assertThat(checks).isLessThanOrEqualTo(1);
	}

	@Test
	void s38_anUnwantedOrphanWaitsAndGoes(PostgresDatabase db) {
		db.execute(Tables.orphan("2026_06", "2026-08-01T00:00:00+00:00"));
		Engine engine = Engine.on(db, "2026-08-02T00:00:00Z");
		TablePartitionConfig t = Tables.monthly(Tables.aheadKeep(1, 1).dropping(Tables.grace("P3D")));
		assertThat(findings(engine.run(t))).containsExactly("grace_pending t__2026_06");
		assertThat(this.catalog.exists("t__2026_06")).isTrue();
		assertThat(done(engine.at("2026-08-05T00:00:00Z").run(t))).containsExactly("drop t__2026_06");
		assertThat(this.catalog.exists("t__2026_06")).isFalse();
	}

	@Test
	void partitionsWithNamesOfTheirOwnComeBackWhenAMistypedRetentionIsMended(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"), Tables.month("2026_08"), "ALTER TABLE t__2026_06 RENAME TO t_p2026_06",
				"COMMENT ON TABLE t_p2026_06 IS 'June'");
		long oid = db.<Long>queryOne("SELECT 't_p2026_06'::regclass::oid::bigint");
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		engine.run(Tables.monthly(Tables.ahead(1).keeping(new Retention.KeepNewest(1)).dropping(Tables.grace("P7D"))));
		assertThat(db.<String>queryOne("SELECT obj_description('t_p2026_06'::regclass)"))
			.contains("pg-partsmith:bounds=FOR VALUES FROM ('2026-06-01 00:00:00+00') TO ('2026-07-01 00:00:00+00')")
			.endsWith("\nJune");
		MaintenanceResult mended = engine.at("2026-08-27T00:00:00Z")
			.run(Tables.monthly(Tables.ahead(1).keeping(new Retention.KeepNewest(12)).dropping(Tables.grace("P7D"))));
		assertThat(done(mended)).contains("attach t_p2026_06");
		assertThat(db.<Long>queryOne("SELECT inhrelid::bigint FROM pg_inherits WHERE inhrelid = " + oid))
			.isEqualTo(oid);
		assertThat(db.<String>queryOne("SELECT obj_description('t_p2026_06'::regclass)")).isEqualTo("June");
	}

	@Test
	void theMarkerThatADetachLeftWhenItWasBrokenOffIsTakenAway(PostgresDatabase db) {
		db.execute(Tables.month("2026_07"), Tables.month("2026_08"),
				"COMMENT ON TABLE t__2026_07 IS E'pg-partsmith:orphan-parent=public.t\\n"
						+ "pg-partsmith:detached-at=2026-01-01T00:00:00+00:00\\nmine'");
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		MaintenanceResult result = engine.run(Tables.monthly(Tables.aheadKeep(1, 12)));
		assertThat(done(result)).containsExactly("attach t__2026_07");
		assertThat(db.<String>queryOne("SELECT obj_description('t__2026_07'::regclass)")).isEqualTo("mine");
		db.execute("ALTER TABLE t DETACH PARTITION t__2026_07");
		assertThat(done(engine.run(Tables.monthly(Tables.aheadKeep(1, 1))))).isEmpty();
	}

	@Test
	void p13_anAgeKeepsTheDayThatEndsWithinIt(PostgresDatabase db) {
		for (int day = 21; day <= 25; day++) {
			db.execute(
					"CREATE TABLE t__2026_08_%d PARTITION OF t FOR VALUES FROM ('2026-08-%d 00:00Z') TO ('2026-08-%d 00:00Z')"
						.formatted(day, day, day + 1));
		}
		TablePartitionConfig days = Tables.times("t", "public.t", Granularity.DAY,
				Tables.ahead(1)
					.keeping(new Retention.KeepFor(TimeAmount.valueOf("P3D")))
					.dropping(Tables.grace("P0D")));
		assertThat(done(Engine.on(db, "2026-08-26T00:00:00Z").run(days))).containsExactly("create t__2026_08_26",
				"detach t__2026_08_21", "detach t__2026_08_22", "drop t__2026_08_21", "drop t__2026_08_22");
	}

	@Test
	void p22_idsInDefaultDoNotMoveRetention(PostgresDatabase db) {
		db.execute("CREATE TABLE i (id bigint PRIMARY KEY) PARTITION BY RANGE (id)",
				"CREATE TABLE i_rest PARTITION OF i DEFAULT");
		for (int from = 0; from <= 30; from += 10) {
			db.execute(
					"CREATE TABLE i__%d PARTITION OF i FOR VALUES FROM (%d) TO (%d)".formatted(from, from, from + 10));
		}
		db.execute("INSERT INTO i SELECT generate_series(0, 38)", "INSERT INTO i SELECT generate_series(200, 210)");
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		assertThat(done(engine.run(ids(20)))).containsExactly("detach i__0", "drop i__0");
		assertThat(done(engine.run(ids(10)))).containsExactly("detach i__10", "drop i__10");
		assertThat(db.<Long>queryOne("SELECT count(*) FROM i_rest")).isEqualTo(11);
	}

	private static TablePartitionConfig ids(long distance) {
		return Tables.ids("public.i", "id", 10, 0,
				Tables.ahead(1)
					.keeping(new Retention.KeepBehind(BigInteger.valueOf(distance)))
					.dropping(Tables.grace("P0D")));
	}

	@Test
	void f3_aWidePartitionIsNotAgedByItsBeginning(PostgresDatabase db) {
		db.execute("CREATE TABLE wide PARTITION OF t FOR VALUES FROM ('2026-06-28Z') TO ('2026-08-27Z')",
				"INSERT INTO t (created_at) SELECT '2026-08-24Z'::timestamptz + g * interval '1 hour'"
						+ " FROM generate_series(1, 48) g");
		Lifecycle month = Tables.ahead(1)
			.keeping(new Retention.KeepFor(TimeAmount.valueOf("P30D")))
			.dropping(Tables.grace("P0D"));
		Engine engine = Engine.on(db, TODAY);
		engine.run(Tables.m(Granularity.DAY, month));
		engine.at("2026-12-26T00:00:00Z").run(Tables.m(Granularity.DAY, month));
		assertThat(this.catalog.rows("t")).isEqualTo(48);
	}

	@Test
	void f11_aSetThatFellBehindCatchesUpOnWholeDays(PostgresDatabase db) {
		Engine engine = Engine.on(db, "2026-07-27T00:00:00Z");
		TablePartitionConfig t = Tables.m(Granularity.DAY,
				Tables.ahead(3).keeping(new Retention.KeepFor(TimeAmount.valueOf("P10D"))));
		engine.run(t);
		engine.at("2026-08-26T21:59:08.127476Z").run(t);
		assertThat(this.catalog.partitions("t")).contains("t__2026_08_26", "t__2026_08_27", "t__2026_08_28")
			.doesNotContain("t__2026_07_27", "t__2026_07_29");
		assertThat(this.catalog.bounds("t__2026_08_26"))
			.isEqualTo("FOR VALUES FROM ('2026-08-26 00:00:00+00') TO ('2026-08-27 00:00:00+00')");
		assertThat(this.catalog.tables("public")).contains("t__2026_07_27", "t__2026_07_28");
	}

}
