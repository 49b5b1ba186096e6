package io.partsmith.maintenance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Reason;
import io.partsmith.plan.Scope;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
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

/** What the create lane makes, on a real database. */
@PostgresTest
class CreationScenarioTest {

	private CatalogProbe catalog;

	@BeforeEach
	void probe(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
	}

	@Test
	void s01_anEmptyMonthlyTableGetsItsPartitions(PostgresDatabase db) {
		db.execute(Tables.M);
		MaintenanceResult result = Engine.on(db, "2024-12-01T00:00:00Z").run(Tables.monthly(Tables.ahead(2)));
		assertThat(result.success()).isTrue();
		assertThat(result.outcome()).isEqualTo(Outcome.CHANGED);
		assertThat(result.createdCount()).isEqualTo(2);
		assertThat(this.catalog.partitions("public.t")).containsExactly("t__2024_12", "t__2025_01");
		assertThat(this.catalog.bounds("t__2024_12"))
			.isEqualTo("FOR VALUES FROM ('2024-12-01 00:00:00+00') TO ('2025-01-01 00:00:00+00')");
	}

	@Test
	void aWindowThatCannotBeMadeKeepsNoLaterOneFromBeingMade(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_05"), "CREATE TABLE rest PARTITION OF t DEFAULT",
				"INSERT INTO t (created_at) VALUES ('2026-08-20Z')");
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z")
			.movingAtMost(0)
			.run(Tables.monthly(Tables.aheadKeep(3, 1)));
		assertThat(done(result)).containsExactly("create t__2026_09", "create t__2026_10");
		assertThat(result.success()).isFalse();
		assertThat(result.error()).contains("rest holds 1 row(s) of the window");
	}

	@Test
	void aTableThatIsNotThereIsAFailure(PostgresDatabase db) {
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z").run(Tables.monthly(Tables.ahead(3)));
		assertThat(result.success()).isFalse();
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.error()).contains("public.t").contains("does not exist");
	}

	@Test
	void s02_aSecondRunDoesNothing(PostgresDatabase db) {
		db.execute(Tables.M);
		Engine engine = Engine.on(db, "2024-12-01T00:00:00Z");
		TablePartitionConfig t = Tables.monthly(Tables.ahead(1));
		engine.run(t);
		MaintenanceResult again = engine.run(t);
		assertThat(again.createdCount()).isZero();
		assertThat(again.plan().operations()).isEmpty();
		assertThat(again.outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(again.reason()).isEqualTo(RunReason.CONVERGED);
	}

	@Test
	void s04_aWeekIsMadeOnce(PostgresDatabase db) {
		db.execute(Tables.M);
		Engine engine = Engine.on(db, "2024-03-20T00:00:00Z");
		TablePartitionConfig t = Tables.m(Granularity.WEEK, Tables.ahead(1));
		assertThat(done(engine.run(t))).containsExactly("create t__2024_w12");
		assertThat(done(engine.run(t))).isEmpty();
	}

	@Test
	void s05_hoursComeAndGo(PostgresDatabase db) {
		db.execute(Tables.M);
		Engine engine = Engine.on(db, "2026-08-26T14:30:00Z");
		TablePartitionConfig t = Tables.m(Granularity.HOUR, Tables.aheadKeep(3, 2));
		engine.run(t);
		assertThat(this.catalog.partitions("t")).containsExactly("t__2026_08_26_14", "t__2026_08_26_15",
				"t__2026_08_26_16");
		engine.at("2026-08-26T17:30:00Z").run(t);
		assertThat(this.catalog.partitions("t")).containsExactly("t__2026_08_26_16", "t__2026_08_26_17",
				"t__2026_08_26_18", "t__2026_08_26_19");
		assertThat(this.catalog.tables("public")).doesNotContain("t__2026_08_26_14", "t__2026_08_26_15");
		engine.at("2026-08-26T23:30:00Z").run(t);
		assertThat(this.catalog.partitions("t")).containsExactly("t__2026_08_26_23", "t__2026_08_27_00",
				"t__2026_08_27_01");
		assertThat(this.catalog.tables("public")).hasSize(4);
	}

	@Test
	void s07_createUntilMakesEveryWindowUpToItsEnd(PostgresDatabase db) {
		db.execute(Tables.M);
		Engine engine = Engine.on(db, "2026-08-26T10:00:00Z");
		TablePartitionConfig t = Tables.monthly(
				Lifecycle.creating(new Creation.CreateUntil(new Creation.Until.OnDate(LocalDate.of(2026, 12, 1)))));
		MaintenanceResult result = engine.run(t);
		assertThat(this.catalog.partitions("public.t")).containsExactly("t__2026_08", "t__2026_09", "t__2026_10",
				"t__2026_11", "t__2026_12");
		assertThat(result.done()).extracting(Operation::reason).containsOnly(Reason.CREATE_UNTIL);
		assertThat(engine.run(t).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void s08_createUntilThePastMakesTheCurrentWindow(PostgresDatabase db) {
		db.execute(Tables.M);
		TablePartitionConfig t = Tables.monthly(Lifecycle
			.creating(new Creation.CreateUntil(new Creation.Until.AtInstant(Instant.parse("2020-01-01T00:00:00Z")))));
		assertThat(done(Engine.on(db, "2026-08-26T10:00:00Z").run(t))).containsExactly("create t__2026_08");
	}

	@Test
	void s11_twoSchemasWithOneTableNameStayApart(PostgresDatabase db) {
		for (String schema : List.of("s1", "s2")) {
			db.execute("CREATE SCHEMA " + schema, "CREATE TABLE " + schema
					+ ".events (created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)");
		}
		Engine engine = Engine.on(db, "2026-08-26T10:00:00Z");
		Lifecycle lifecycle = Tables.aheadKeep(1, 1).dropping(Tables.grace("P7D"));
		TablePartitionConfig one = Tables.times("one", "s1.events", Granularity.MONTH, lifecycle);
		TablePartitionConfig two = Tables.times("two", "s2.events", Granularity.MONTH, lifecycle);
		engine.service(one, two).maintain("one", Scope.MAINTAIN);
		assertThat(this.catalog.partitions("s1.events")).containsExactly("events__2026_08");
		assertThat(this.catalog.tables("s2")).containsExactly("events");
		assertThat(engine.service(one, two).inspect("two").plan().units()).isEmpty();
		engine.at("2026-09-10T00:00:00Z").service(one, two).maintain("one", Scope.MAINTAIN);
		assertThat(this.catalog.comment("s1.events__2026_08")).contains("orphan-parent=s1.events\n");
		assertThat(engine.service(one, two).inspect("two").plan().units()).isEmpty();
		assertThat(engine.service(one, two).inspect("one").plan().units()).hasSize(2);
		engine.at("2026-11-10T00:00:00Z").service(one, two).maintain("two", Scope.MAINTAIN);
		assertThat(this.catalog.exists("s1.events__2026_08")).isTrue();
	}

	@Test
	void s26_aPartitionAcrossTheGridIsNeverTouched(PostgresDatabase db) {
		db.execute(Tables.M, "CREATE TABLE old PARTITION OF t FOR VALUES FROM ('2000-01-01Z') TO ('2020-01-01Z')");
		Engine engine = Engine.on(db, "2026-01-01T00:00:00Z");
		TablePartitionConfig t = Tables.monthly(Tables.aheadKeep(1, 1));
		long oid = this.catalog.oid("old");
		for (String month : List.of("2026-01", "2026-04", "2026-07", "2026-10", "2027-01")) {
			MaintenanceResult result = engine.at(month + "-01T00:00:00Z").run(t);
			assertThat(result.success()).isTrue();
			assertThat(result.issues()).isEmpty();
			assertThat(findings(result)).containsExactly("unmanaged_partition old");
		}
		assertThat(this.catalog.partitions("t")).contains("old");
		assertThat(this.catalog.oid("old")).isEqualTo(oid);
	}

	@Test
	void s28_anOverlapIsToldAndLeftAttached(PostgresDatabase db) {
		db.execute(Tables.M, "CREATE TABLE hand PARTITION OF t FOR VALUES FROM ('2026-08-15Z') TO ('2026-09-15Z')");
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z").run(Tables.monthly(Tables.ahead(2)));
		assertThat(issues(result)).containsExactly("reconcile range_overlap hand", "reconcile range_overlap hand");
		assertThat(result.done()).isEmpty();
		assertThat(this.catalog.tables("public")).containsExactly("hand", "t");
		// September, the next window, stays open: an insert will fail.
		assertThat(result.success()).isFalse();
		assertThat(result.error()).contains("2026-09-01").contains("hand");
	}

	@Test
	void s29_aWidePartitionIsToldAndRetentionGoesOn(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2024_01"),
				"CREATE TABLE wide PARTITION OF t FOR VALUES FROM ('2024-06-01Z') TO ('2024-08-01Z')");
		MaintenanceResult result = Engine.on(db, "2024-06-15T00:00:00Z").run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(result.success()).isTrue();
		assertThat(issues(result)).containsExactly("reconcile range_overlap wide");
		assertThat(done(result)).containsExactly("detach t__2024_01", "drop t__2024_01");
		assertThat(this.catalog.tables("public")).containsExactly("t", "wide");
	}

	@Test
	void s34_aStrayUnderTheWantedNameFailsTheRun(PostgresDatabase db) {
		makeMayAndAStray(db);
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z").run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(result.success()).isFalse();
		assertThat(result.error()).contains("t__2026_08");
		assertThat(issues(result)).containsExactly("create name_unusable t__2026_08");
		assertThat(result.detachedCount()).isZero();
		assertThat(this.catalog.partitions("t")).containsExactly("t__2026_05");
		assertThat(this.catalog.rows("t__2026_08")).isEqualTo(1);
	}

	@Test
	void s34_withContinueOnErrorRetentionGoesOnBesideAStray(PostgresDatabase db) {
		makeMayAndAStray(db);
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z")
			.continuingOnError()
			.run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(issues(result)).containsExactly("create name_unusable t__2026_08");
		assertThat(done(result)).containsExactly("detach t__2026_05", "drop t__2026_05");
		assertThat(this.catalog.partitions("t")).isEmpty();
		assertThat(this.catalog.rows("t__2026_08")).isEqualTo(1);
	}

	/** The stray is what somebody copied from the table, and went on with. */
	private static void makeMayAndAStray(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_05"), "CREATE TABLE t__2026_08 (LIKE t INCLUDING ALL)",
				"ALTER TABLE t__2026_08 ADD COLUMN extra text",
				"INSERT INTO t__2026_08 (created_at) VALUES ('2026-08-03Z')");
	}

	@Test
	void s34_aNameHeldByAnythingElseIsTold(PostgresDatabase db) {
		db.execute(Tables.M, "CREATE SEQUENCE t__2026_08");
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z").run(Tables.monthly(Tables.ahead(2)));
		assertThat(issues(result)).containsExactly("create name_unusable t__2026_08");
		assertThat(result.issues().get(0).sqlState()).isEqualTo("42P07");
		assertThat(result.success()).isFalse();
	}

	@Test
	void s98_anIntegerTableFollowsItsNewestKey(PostgresDatabase db) {
		db.execute(Tables.Q);
		Engine engine = Engine.on(db, "2026-08-26T00:00:00Z");
		TablePartitionConfig q = Tables.q(Tables.ahead(2));
		assertThat(done(engine.run(q))).containsExactly("create q__0", "create q__1000");
		db.execute("INSERT INTO q SELECT FROM generate_series(1, 1500)");
		MaintenanceResult result = engine.run(q);
		assertThat(done(result)).containsExactly("create q__2000");
		assertThat(result.done().get(0).detail()).contains("2 of 2");
		assertThat(engine.service(q).plan("q").runway().ids()).as("behind 1500").isEqualTo(1499);
		assertThat(this.catalog.bounds("q__2000")).isEqualTo("FOR VALUES FROM ('2000') TO ('3000')");
	}

	@Test
	void p16_idsBeyondAnIntegerAreNoSurprise(PostgresDatabase db) {
		db.execute(Tables.Q);
		Engine.on(db, "2026-08-26T00:00:00Z")
			.run(Tables.ids("public.q", "msg_id", 10, 3_000_000_000L, Tables.ahead(5)));
		assertThat(this.catalog.partitions("q")).containsExactly("q__3000000000", "q__3000000010", "q__3000000020",
				"q__3000000030", "q__3000000040");
	}

	@Test
	void p26_missingDaysAreFilledExactly(PostgresDatabase db) {
		db.execute(Tables.M);
		Engine engine = Engine.on(db, "2026-08-01T00:00:00Z");
		TablePartitionConfig t = Tables.m(Granularity.DAY, Tables.ahead(13));
		engine.run(t);
		List<String> lost = Stream.of("03", "04", "07", "08", "11", "12").map((day) -> "t__2026_08_" + day).toList();
		lost.forEach((name) -> db.execute("DROP TABLE " + name));
		assertThat(done(engine.run(t)))
			.containsExactlyElementsOf(lost.stream().map((name) -> "create " + name).toList());
		Long unkeyed = db.queryOne("""
				SELECT count(*) FROM pg_inherits AS i WHERE i.inhparent = 't'::regclass AND NOT EXISTS
				  (SELECT FROM pg_constraint AS c WHERE c.conrelid = i.inhrelid AND c.contype = 'p')""");
		assertThat(unkeyed).isZero();
	}

	@Test
	void p35_yearsSitOnTheirBoundsAndTheNextOneHasAHome(PostgresDatabase db) {
		db.execute(Tables.M);
		Engine.on(db, "2026-08-26T00:00:00Z").run(Tables.m(Granularity.YEAR, Tables.ahead(2)));
		assertThat(this.catalog.bounds("t__2026"))
			.isEqualTo("FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2027-01-01 00:00:00+00')");
		db.execute("INSERT INTO t (created_at) VALUES ('2027-12-31T23:59:59Z')");
		assertThat(this.catalog.rows("t__2027")).isEqualTo(1);
	}

	@Test
	void f1_oneTablesTroubleStaysItsOwn(PostgresDatabase db) {
		for (String table : List.of("a", "b", "c")) {
			db.execute("CREATE TABLE " + table + " (created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)",
					"CREATE TABLE " + table + "_rest PARTITION OF " + table + " DEFAULT");
		}
		db.execute("INSERT INTO b VALUES ('2026-08-26Z')");
		TablePartitionConfig[] tables = Stream.of("a", "b", "c")
			.map((name) -> Tables.times(name, "public." + name, Granularity.MONTH, Tables.ahead(2)))
			.toArray(TablePartitionConfig[]::new);
		List<MaintenanceResult> results = new PartitionMaintainer(
				Engine.on(db, "2026-08-26T00:00:00Z").movingAtMost(0).service(tables))
			.runMaintenanceSafe(Scope.CREATE);
		assertThat(results).extracting(MaintenanceResult::success).containsExactly(true, false, true);
		assertThat(this.catalog.partitions("a")).hasSize(3);
		assertThat(this.catalog.partitions("c")).hasSize(3);
		assertThat(results.get(1).error()).contains("public.b_rest holds 1 row(s)");
		assertThat(issues(results.get(1))).contains("move default_holds_rows b_rest");
	}

	@Test
	void f2_anUnrelatedTableUnderTheNextNameIsTold(PostgresDatabase db) {
		db.execute(Tables.M, "CREATE TABLE t__2026_10 (x int)");
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z").run(Tables.monthly(Tables.ahead(4)));
		assertThat(issues(result)).containsExactly("create name_unusable t__2026_10");
		assertThat(done(result)).containsExactly("create t__2026_08", "create t__2026_09", "create t__2026_11");
		assertThat(result.success()).isTrue();
	}

	@Test
	void f4_theZoneOfSessionsIsNobodysBusiness(PostgresDatabase db) {
		db.execute(Tables.M);
		TablePartitionConfig t = Tables.m(Granularity.DAY, Tables.ahead(2));
		for (String zone : List.of("America/New_York", "Asia/Tokyo", "Pacific/Kiritimati")) {
			Engine engine = Engine.on(db, "2026-11-22T12:00:00Z")
				.over(Connections.of(db).prepared("SET TimeZone = '" + zone + "'"));
			engine.run(t);
			engine.at("2026-11-23T12:00:00Z").run(t);
		}
		assertThat(this.catalog.partitions("t")).containsExactly("t__2026_11_22", "t__2026_11_23", "t__2026_11_24");
		assertThat(this.catalog.bounds("t__2026_11_23"))
			.isEqualTo("FOR VALUES FROM ('2026-11-23 00:00:00+00') TO ('2026-11-24 00:00:00+00')");
	}

	@Test
	void f8_hourlyPartitionsLeaveNoHoleWhenClocksGoBack(PostgresDatabase db) {
		db.execute(Tables.M);
		Engine.on(db, "2026-10-24T20:00:00Z")
			.run(Tables.times("t", "public.t", Granularity.HOUR, "Europe/Berlin", Tables.ahead(10)));
		db.execute("INSERT INTO t (created_at) SELECT * FROM generate_series('2026-10-24T20:00Z'::timestamptz,"
				+ " '2026-10-25T05:30Z'::timestamptz, '10 minutes')");
		assertThat(this.catalog.partitions("t")).contains("t__2026_10_25_02", "t__2026_10_25_02b", "t__2026_10_25_03");
		assertThat(this.catalog.rows("t__2026_10_25_02b")).isEqualTo(6);
	}

	@Test
	void s104_aBoundIsWhatItSaysUnderAnySessionsZone(PostgresDatabase db) {
		db.execute(Tables.M);
		Engine.on(db, "2024-01-15T00:00:00Z")
			.over(Connections.of(db).prepared("SET TimeZone = 'America/Los_Angeles'"))
			.run(Tables.monthly(Tables.ahead(1)));
		assertThat(this.catalog.bounds("t__2024_01"))
			.isEqualTo("FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-02-01 00:00:00+00')");
	}

	/**
	 * Where another library must refuse a calendar in one zone and statements in another,
	 * bounds name their offset here, so that there is nothing to refuse.
	 */
	@Test
	void s106_theTablesZoneIsOursAndNoSessions(PostgresDatabase db) {
		db.execute(Tables.M);
		Engine.on(db, "2024-01-15T00:00:00Z")
			.over(Connections.of(db).prepared("SET TimeZone = 'America/Los_Angeles'"))
			.run(Tables.times("t", "public.t", Granularity.MONTH, "Europe/Moscow", Tables.ahead(1)));
		assertThat(this.catalog.bounds("t__2024_01"))
			.isEqualTo("FOR VALUES FROM ('2023-12-31 21:00:00+00') TO ('2024-01-31 21:00:00+00')");
		db.execute("INSERT INTO t (created_at) VALUES ('2024-01-01 00:00+03'), ('2024-01-31 23:59+03')");
		assertThat(this.catalog.rows("t__2024_01")).isEqualTo(2);
	}

	@Test
	void s107_localDaysLastAsLongAsTheirZoneSays(PostgresDatabase db) {
		db.execute(Tables.M);
		Engine engine = Engine.on(db, "2026-03-28T12:00:00Z");
		TablePartitionConfig t = Tables.times("t", "public.t", Granularity.DAY, "Europe/Berlin",
				Tables.aheadKeep(3, 7));
		engine.run(t);
		assertThat(this.catalog.bounds("t__2026_03_29"))
			.isEqualTo("FOR VALUES FROM ('2026-03-28 23:00:00+00') TO ('2026-03-29 22:00:00+00')");
		db.execute("INSERT INTO t (created_at) VALUES ('2026-03-29T21:30Z'), ('2026-03-29T22:30Z')");
		assertThat(this.catalog.rows("t__2026_03_29")).isEqualTo(1);
		assertThat(this.catalog.rows("t__2026_03_30")).isEqualTo(1);
		engine.at("2026-10-25T12:00:00Z").run(t);
		assertThat(this.catalog.bounds("t__2026_10_25"))
			.isEqualTo("FOR VALUES FROM ('2026-10-24 22:00:00+00') TO ('2026-10-25 23:00:00+00')");
	}

}
