package io.partsmith.maintenance;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Retention;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Reason;
import io.partsmith.plan.Scope;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.scheme.TimeStep;
import io.partsmith.table.Carry;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.testing.Trees;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a series goes on, is rebuilt and is named, after the test suites of pg_partman;
 * "premake n" there is {@code create-ahead} n + 1 here. A series over time follows the
 * clock and not its rows, so what depends on the newest row is proven with ids.
 */
@PostgresTest
class SeriesScenarioTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private CatalogProbe catalog;

	@BeforeEach
	void probe(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
	}

	private static TablePartitionConfig ids(long step, int ahead) {
		return Tables.ids("public.i", "id", step, 0, Tables.ahead(ahead));
	}

	private static String[] names(String table, long... starts) {
		return LongStream.of(starts).mapToObj((start) -> table + "__" + start).toArray(String[]::new);
	}

	private static void makeIds(PostgresDatabase db) {
		db.execute("CREATE TABLE i (id bigint PRIMARY KEY) PARTITION BY RANGE (id)");
	}

	/**
	 * A run looks ahead and closes gaps; what lies behind the first partition is made
	 * where somebody names it. The DEFAULT partition of a RANGE table stays the user's,
	 * and our own counterpart is a pair of catch-alls.
	 */
	@Test
	void p01_aSeriesReachesAsFarAheadAsItSaysAndAsFarBackAsSomebodyAsks(PostgresDatabase db) {
		db.execute(Tables.M, "CREATE TABLE rest PARTITION OF t DEFAULT");
		PartitionLifecycleService service = Engine.on(db, TODAY).service(Tables.m(Granularity.DAY, Tables.ahead(5)));
		assertThat(service.maintain("t", Scope.MAINTAIN).success()).isTrue();
		assertThat(this.catalog.partitions("t")).containsExactly("rest", "t__2026_08_26", "t__2026_08_27",
				"t__2026_08_28", "t__2026_08_29", "t__2026_08_30");
		LocalDate today = LocalDate.of(2026, 8, 26);
		assertThat(service.partitions("t").ensure(today.minusDays(4), today).createdCount()).isEqualTo(4);
		assertThat(this.catalog.partitions("t")).hasSize(1 + 9)
			.contains("t__2026_08_22")
			.doesNotContain("t__2026_08_21", "t__2026_08_31");
		db.execute("INSERT INTO t (created_at) VALUES ('2026-08-21 23:59Z'), ('2026-08-22Z'), ('2026-08-30 23:59Z'),"
				+ " ('2026-08-31Z')");
		assertThat(this.catalog.rows("rest")).isEqualTo(2);
	}

	@Test
	void p01_catchAllsTakeWhatASeriesDoesNotReach(PostgresDatabase db) {
		db.execute(Tables.M);
		TablePartitionConfig days = Trees.table("t", new RangeScheme(List.of("created_at"),
				new Boundaries.Time(Granularity.DAY, ZoneOffset.UTC), Set.of(CatchAll.BELOW, CatchAll.ABOVE), null),
				Tables.ahead(5));
		Engine.on(db, TODAY).run(days);
		db.execute("INSERT INTO t (created_at) VALUES ('2026-08-25 23:59Z'), ('2026-08-30 23:59Z'), ('2026-08-31Z')");
		assertThat(this.catalog.rows("t__below")).isEqualTo(1);
		assertThat(this.catalog.rows("t__2026_08_30")).isEqualTo(1);
		assertThat(this.catalog.rows("t__above")).isEqualTo(1);
	}

	@Test
	void p07_p08_theSeriesFollowsItsNewestRow(PostgresDatabase db) {
		makeIds(db);
		Engine engine = Engine.on(db, TODAY);
		engine.run(ids(1, 6));
		db.execute("INSERT INTO i VALUES (5)");
		engine.run(ids(1, 6));
		assertThat(engine.run(ids(1, 6)).outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(this.catalog.partitions("i")).hasSize(11).contains("i__10").doesNotContain("i__11");
		db.execute("INSERT INTO i VALUES (6)");
		assertThat(done(engine.run(ids(1, 7)))).containsExactly("create i__11", "create i__12");
		assertThat(engine.run(ids(1, 7)).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void p10_p11_aSeriesThatWasLostIsRebuiltFromWhereItsRowsAre(PostgresDatabase db) {
		makeIds(db);
		Engine engine = Engine.on(db, TODAY);
		db.execute("CREATE TABLE i__0 PARTITION OF i FOR VALUES FROM (0) TO (1)",
				"CREATE TABLE i__1 PARTITION OF i FOR VALUES FROM (1) TO (2)", "INSERT INTO i VALUES (0), (1)");
		engine.run(ids(1, 7));
		assertThat(this.catalog.partitions("i")).containsExactly(names("i", 0, 1, 2, 3, 4, 5, 6, 7));
		db.execute("INSERT INTO i VALUES (4)");
		engine.run(ids(1, 7));
		assertThat(this.catalog.partitions("i")).contains("i__10").doesNotContain("i__11");
		db.execute("INSERT INTO i VALUES (7)");
		engine.run(ids(1, 7));
		assertThat(this.catalog.partitions("i")).hasSize(14).contains("i__13").doesNotContain("i__14");
	}

	@Test
	void p10_aSeriesOverTimeIsRebuiltToItsHorizonAndNoFurther(PostgresDatabase db) {
		db.execute(Tables.M);
		TablePartitionConfig days = Tables.m(Granularity.DAY, Tables.ahead(4));
		Engine engine = Engine.on(db, "2026-08-23T00:00:00Z");
		engine.run(days);
		db.execute("DROP TABLE t__2026_08_24, t__2026_08_25, t__2026_08_26");
		engine.at(TODAY).run(days);
		assertThat(this.catalog.partitions("t")).containsExactly("t__2026_08_23", "t__2026_08_24", "t__2026_08_25",
				"t__2026_08_26", "t__2026_08_27", "t__2026_08_28", "t__2026_08_29");
	}

	/** Where expired partitions go to is a hook's affair; that they are kept is ours. */
	@Test
	void p14_whatExpiresIsKeptInAnotherSchemaByAHook(PostgresDatabase db) {
		db.execute(Tables.M, "CREATE SCHEMA archive");
		Engine engine = Engine.on(db, "2026-08-22T00:00:00Z").with(new PartitionLifecycleHooks() {
			@Override
			public void afterDetach(String tableName, String partitionName) {
				db.execute("ALTER TABLE " + partitionName + " SET SCHEMA archive");
			}
		});
		TablePartitionConfig days = Tables.m(Granularity.DAY,
				Tables.ahead(5)
					.keeping(new Retention.KeepFor(TimeAmount.valueOf("P2D")))
					.dropping(new Drop.DropNever()));
		engine.run(days);
		db.execute("INSERT INTO t (created_at) VALUES ('2026-08-23 12:00Z'), ('2026-08-24 12:00Z')");
		MaintenanceResult result = engine.at(TODAY).run(days);
		assertThat(result.success()).isTrue();
		assertThat(result.droppedCount()).isZero();
		assertThat(this.catalog.tables("archive")).containsExactly("t__2026_08_22", "t__2026_08_23");
		assertThat(this.catalog.rows("archive.t__2026_08_23")).isEqualTo(1);
		assertThat(this.catalog.rows("t")).isEqualTo(1);
		assertThat(engine.run(days).outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(this.catalog.tables("archive")).hasSize(2);
	}

	@Test
	void p25_missingIdsAreFilledExactly(PostgresDatabase db) {
		makeIds(db);
		Engine engine = Engine.on(db, TODAY);
		engine.run(ids(10, 8));
		db.execute("INSERT INTO i VALUES (75)", "DROP TABLE i__20, i__40, i__50, i__60");
		MaintenanceResult result = engine.run(ids(10, 1));
		assertThat(done(result)).containsExactlyInAnyOrder("create i__20", "create i__40", "create i__50",
				"create i__60");
		assertThat(result.done()).extracting(Operation::reason).containsOnly(Reason.GAP);
	}

	@Test
	void p28_aRaisedHorizonIsFollowedThoughNoRowExists(PostgresDatabase db) {
		db.execute(Tables.M);
		for (int ahead : List.of(5, 6, 8)) {
			Engine.on(db, TODAY).run(Tables.m(Granularity.DAY, Tables.ahead(ahead)));
			assertThat(this.catalog.partitions("t")).hasSize(ahead);
		}
	}

	@Test
	void p29_tablesAreMaintainedInTheOrderOfTheConfiguration(PostgresDatabase db) {
		List<String> order = List.of("b", "c", "a");
		TablePartitionConfig[] tables = order.stream()
			.map((table) -> Tables.times(table, "public." + table, Granularity.MONTH, Tables.ahead(1)))
			.toArray(TablePartitionConfig[]::new);
		order.forEach((table) -> db
			.execute("CREATE TABLE " + table + " (created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)"));
		List<MaintenanceResult> results = Engine.on(db, TODAY).service(tables).maintain(Scope.MAINTAIN);
		assertThat(results).extracting(MaintenanceResult::id).containsExactlyElementsOf(order);
		assertThat(order.stream().map((table) -> this.catalog.oid(table + "__2026_08"))).doesNotContain(0L).isSorted();
	}

	@Test
	void p34_aNameIsNeverCutToFit(PostgresDatabase db) {
		String tooLong = "x".repeat(59);
		String fits = "y".repeat(48);
		db.execute("CREATE ROLE t_reader");
		for (String name : List.of(tooLong, fits)) {
			db.execute("CREATE TABLE " + name + " (created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)",
					"GRANT SELECT ON " + name + " TO t_reader");
		}
		MaintenanceResult told = Engine.on(db, TODAY).run(hourly("x", tooLong));
		assertThat(issues(told)).isNotEmpty().allMatch((issue) -> issue.startsWith("create name_unusable"));
		assertThat(this.catalog.partitions(tooLong)).isEmpty();
		assertThat(Engine.on(db, TODAY).run(hourly("y", fits)).createdCount()).isEqualTo(2);
		assertThat(this.catalog.partitions(fits)).containsExactly(fits + "__2026_08_26_00", fits + "__2026_08_26_01");
		db.execute("INSERT INTO " + fits + " VALUES ('2026-08-26 01:30Z')");
		assertThat(this.catalog.rows(fits + "__2026_08_26_01")).isEqualTo(1);
		assertThat(
				db.<Boolean>queryOne("SELECT has_table_privilege('t_reader', ?, 'SELECT')", fits + "__2026_08_26_01"))
			.isTrue();
	}

	@Test
	void p35_centuriesSitOnTheirBoundsAndTheNextOneHasAHome(PostgresDatabase db) {
		db.execute(Tables.M);
		TablePartitionConfig centuries = new TablePartitionConfig("t", RelationName.parse("t"),
				new RangeScheme(List.of("created_at"),
						new Boundaries.Time(new TimeStep(TimeAmount.valueOf("P100Y"), null), ZoneOffset.UTC)),
				Tables.ahead(2));
		Engine.on(db, TODAY).run(centuries);
		assertThat(this.catalog.partitions("t")).containsExactly("t__2000", "t__2100");
		assertThat(this.catalog.bounds("t__2000"))
			.isEqualTo("FOR VALUES FROM ('2000-01-01 00:00:00+00') TO ('2100-01-01 00:00:00+00')");
		db.execute("INSERT INTO t (created_at) VALUES ('2126-08-26Z')");
		assertThat(this.catalog.rows("t__2100")).isEqualTo(1);
	}

	private static TablePartitionConfig hourly(String id, String table) {
		TablePartitionConfig hours = Tables.m(Granularity.HOUR, Tables.ahead(2));
		return new TablePartitionConfig(id, RelationName.parse(table), hours.scheme(), hours.lifecycle())
			.with(new Leaves.Local(null, Map.of(), true, false, Carry.DEFAULT));
	}

}
