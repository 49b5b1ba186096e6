package io.partsmith.maintenance;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.plan.Runway;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Scope;
import io.partsmith.plan.WindowRequest;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.GroupScheme.Group;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.Datum;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static io.partsmith.testing.Results.issues;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

/** Tables that are divided on several levels, on a real database. */
@PostgresTest
class TreeScenarioTest {

	private static final String TODAY = "2026-08-26T10:00:00Z";

	private CatalogProbe catalog;

	@BeforeEach
	void probe(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
	}

	private static RangeScheme months(String column) {
		return new RangeScheme(List.of(column), new Boundaries.Time(Granularity.MONTH, UTC));
	}

	private static TablePartitionConfig table(String name, Scheme scheme, Lifecycle lifecycle) {
		return new TablePartitionConfig(name, RelationName.parse("public." + name), scheme, lifecycle);
	}

	private void assertConverged(Engine engine, TablePartitionConfig config) {
		MaintenanceResult again = engine.run(config);
		assertThat(again.plan().operations()).isEmpty();
		assertThat(again.issues()).isEmpty();
	}

	@Test
	void s22_s23_unitsAreKeptAndDroppedWithTheirBuckets(PostgresDatabase db) {
		db.execute(Tables.N);
		List<String> phases = new ArrayList<>();
		Engine engine = Engine.on(db, "2026-08-12T00:00:00Z").with(new PartitionLifecycleHooks() {
			@Override
			public void onEvent(PartitionEvent event) {
				phases.add(event.phase() + " " + event.partition().name());
			}
		});
		TablePartitionConfig n = Tables.n(4, Tables.aheadKeep(1, 2));
		engine.run(n);
		engine.at("2026-08-19T00:00:00Z").run(n);
		phases.clear();
		MaintenanceResult third = engine.at("2026-08-26T00:00:00Z").run(n);
		assertThat(this.catalog.partitions("public.n")).containsExactly("n__2026_w34", "n__2026_w35");
		assertThat(this.catalog.tables("public")).hasSize(1 + 2 * 5);
		assertThat(third.createdCount()).isEqualTo(1);
		assertThat(third.detachedCount()).isEqualTo(1);
		assertThat(third.droppedCount()).isEqualTo(1);
		assertThat(phases).containsExactly("BEFORE_CREATE n__2026_w35", "AFTER_CREATE n__2026_w35",
				"BEFORE_DETACH n__2026_w33", "AFTER_DETACH n__2026_w33", "BEFORE_DROP n__2026_w33",
				"AFTER_DROP n__2026_w33");
	}

	@Test
	void s89_aWeekIsAttachedWithAllItsBuckets(PostgresDatabase db) {
		db.execute(Tables.N);
		Engine engine = Engine.on(db, TODAY);
		TablePartitionConfig n = Tables.n(2, Tables.ahead(1));
		MaintenanceResult result = engine.run(n);
		assertThat(result.success()).isTrue();
		assertThat(result.createdCount()).isEqualTo(1);
		assertThat(this.catalog.partitions("public.n")).containsExactly("n__2026_w35");
		assertThat(this.catalog.bounds("n__2026_w35__h0")).isEqualTo("FOR VALUES WITH (modulus 2, remainder 0)");
		assertThat(this.catalog.bounds("n__2026_w35__h1")).isEqualTo("FOR VALUES WITH (modulus 2, remainder 1)");
		db.execute("INSERT INTO n SELECT g, '2026-08-27Z' FROM generate_series(1, 50) AS g");
		assertThat(this.catalog.rows("n__2026_w35__h0") + this.catalog.rows("n__2026_w35__h1")).isEqualTo(50);
		assertConverged(engine, n);
	}

	@Test
	void s91_aSetThatExistsKeepsItsModulus(PostgresDatabase db) {
		db.execute(Tables.N);
		db.execute(Tables.week("2026_w34", "2026-08-17", "2026-08-24", 4, 0, 1, 2, 3));
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(done(result)).containsExactly("create n__2026_w35");
		assertThat(result.issues()).isEmpty();
		assertThat(findings(result)).containsExactly("modulus_preserved n__2026_w34");
		assertThat(this.catalog.partitions("n__2026_w34")).hasSize(4);
		assertThat(this.catalog.partitions("n__2026_w35")).hasSize(2);
	}

	@Test
	void s92_aSetIsRepairedAtItsOwnModulus(PostgresDatabase db) {
		db.execute(Tables.N);
		db.execute(Tables.week("2026_w34", "2026-08-17", "2026-08-24", 4, 0, 1, 3));
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(result.createdCount()).isEqualTo(1);
		assertThat(result.repairedCount()).isEqualTo(1);
		assertThat(result.issues()).isEmpty();
		assertThat(this.catalog.bounds("n__2026_w34__h2")).isEqualTo("FOR VALUES WITH (modulus 4, remainder 2)");
		assertConverged(Engine.on(db, TODAY), Tables.n(2, Tables.ahead(1)));
	}

	@Test
	void aSetOfSeveralModuliIsNotGuessedAt(PostgresDatabase db) {
		db.execute(Tables.N);
		db.execute(Tables.week("2026_w35", "2026-08-24", "2026-08-31", 2, 0));
		db.execute("CREATE TABLE n__2026_w35__h1 PARTITION OF n__2026_w35 FOR VALUES WITH (modulus 4, remainder 1)");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(done(result)).isEmpty();
		assertThat(issues(result)).containsExactly("reconcile non_uniform_incomplete n__2026_w35");
		assertThat(result.issues().get(0).next()).contains("FOR VALUES WITH (modulus 4, remainder 3)");
		assertThat(result.success()).isFalse();
		db.execute("CREATE TABLE n__2026_w35__h3 PARTITION OF n__2026_w35 FOR VALUES WITH (modulus 4, remainder 3)");
		MaintenanceResult mended = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(mended.issues()).isEmpty();
		assertThat(findings(mended)).containsExactly("non_uniform_complete n__2026_w35");
	}

	@Test
	void s94_aWeekOfAnotherShapeIsToldAndLeftAlone(PostgresDatabase db) {
		db.execute(Tables.N,
				"""
						CREATE TABLE n__2026_w34 PARTITION OF n FOR VALUES FROM ('2026-08-17 00:00+00') TO ('2026-08-24 00:00+00')
						PARTITION BY LIST (tenant_id)""");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(issues(result)).containsExactly("reconcile strategy_mismatch n__2026_w34");
		assertThat(result.issues().get(0).message()).contains("LIST (tenant_id)");
		assertThat(this.catalog.partitions("n__2026_w34")).isEmpty();
	}

	@Test
	void aWeekWithoutAnyPartitionIsNoPlaceForRows(PostgresDatabase db) {
		db.execute(Tables.N,
				"""
						CREATE TABLE n__2026_w35 PARTITION OF n FOR VALUES FROM ('2026-08-24 00:00+00') TO ('2026-08-31 00:00+00')
						PARTITION BY LIST (tenant_id)""");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(issues(result)).containsExactly("reconcile empty_branch n__2026_w35");
		assertThat(result.plan().runway()).isNotNull().extracting(Runway::covered).isEqualTo(false);
		db.execute("DROP TABLE n__2026_w35");
		Engine engine = Engine.on(db, TODAY);
		assertThat(engine.run(Tables.n(2, Tables.ahead(1))).createdCount()).isOne();
		assertConverged(engine, Tables.n(2, Tables.ahead(1)));
	}

	@Test
	void aMemberWithoutAnyPartitionIsNoPlaceForRows(PostgresDatabase db) {
		db.execute("CREATE TABLE g (k text, v int) PARTITION BY LIST (k)",
				"CREATE TABLE g__a PARTITION OF g FOR VALUES IN ('a') PARTITION BY HASH (v)");
		GroupScheme groups = new GroupScheme("k", List.of(new GroupScheme.Group("a", List.of(new Datum.Literal("a")))),
				null, null);
		MaintenanceResult result = Engine.on(db, TODAY).run(table("g", groups, Tables.ahead(1)));
		assertThat(issues(result)).containsExactly("reconcile empty_branch g__a");
		assertThat(result.plan().runway()).isNotNull().extracting(Runway::covered).isEqualTo(false);
	}

	@Test
	void s94_aWeekThatIsALeafStaysOne(PostgresDatabase db) {
		db.execute(Tables.N,
				"""
						CREATE TABLE n__2026_w34 PARTITION OF n FOR VALUES FROM ('2026-08-17 00:00+00') TO ('2026-08-24 00:00+00')""");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(result.issues()).isEmpty();
		assertThat(findings(result)).containsExactly("legacy_leaf n__2026_w34");
		db.execute("INSERT INTO n VALUES (1, '2026-08-18Z')");
		assertThat(this.catalog.partitions("n__2026_w35")).hasSize(2);
	}

	@Test
	void s95_aHalfBuiltWeekIsCompletedAndAttached(PostgresDatabase db) {
		db.execute(Tables.N, """
				CREATE TABLE n__2026_w35 (LIKE n INCLUDING ALL) PARTITION BY HASH (tenant_id)""", """
				CREATE TABLE n__2026_w35__h0 PARTITION OF n__2026_w35 FOR VALUES WITH (modulus 2, remainder 0)""");
		assertThat(this.catalog.partitions("public.n")).isEmpty();
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult result = engine.run(Tables.n(2, Tables.ahead(1)));
		assertThat(done(result)).containsExactly("attach n__2026_w35");
		assertThat(result.repairedCount()).isEqualTo(1);
		assertThat(this.catalog.partitions("public.n")).containsExactly("n__2026_w35");
		assertThat(this.catalog.partitions("n__2026_w35")).containsExactly("n__2026_w35__h0", "n__2026_w35__h1");
		assertConverged(engine, Tables.n(2, Tables.ahead(1)));
	}

	@Test
	void anOrphanWeekComesBackComplete(PostgresDatabase db) {
		db.execute(Tables.N);
		Engine engine = Engine.on(db, "2026-08-19T00:00:00Z");
		engine.run(Tables.n(2, Tables.ahead(1)));
		engine.at(TODAY).run(Tables.n(2, Tables.ahead(1).keeping(new Retention.KeepNewest(1))));
		assertThat(this.catalog.partitions("public.n")).containsExactly("n__2026_w35");
		db.execute("DROP TABLE n__2026_w34__h1");
		long oid = this.catalog.oid("n__2026_w34");
		MaintenanceResult back = engine.run(Tables.n(2, Tables.ahead(1).keeping(new Retention.KeepNewest(2))));
		assertThat(back.issues()).isEmpty();
		assertThat(done(back)).containsExactly("attach n__2026_w34");
		assertThat(back.repairedCount()).isEqualTo(1);
		assertThat(this.catalog.oid("n__2026_w34")).isEqualTo(oid);
		assertThat(this.catalog.partitions("n__2026_w34")).hasSize(2);
		assertThat(this.catalog.comment("n__2026_w34")).isNull();
	}

	@Test
	void aHashTableIsCompletedAndNothingElse(PostgresDatabase db) {
		db.execute("CREATE TABLE h (id bigint PRIMARY KEY) PARTITION BY HASH (id)",
				"CREATE TABLE h__h1 PARTITION OF h FOR VALUES WITH (modulus 3, remainder 1)");
		TablePartitionConfig h = table("h", new HashScheme(List.of("id"), 3, null), Tables.aheadKeep(1, 1));
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult result = engine.run(h);
		assertThat(done(result)).containsExactly("create h__h0", "create h__h2");
		assertThat(result.createdCount()).isEqualTo(2);
		db.execute("INSERT INTO h SELECT generate_series(1, 100)");
		assertConverged(engine, h);
	}

	@Test
	void groupsAreRecognisedByTheirValuesAndNullIsNotAText(PostgresDatabase db) {
		db.execute("CREATE TABLE g (region text, id bigint) PARTITION BY LIST (region)",
				"CREATE TABLE europe PARTITION OF g FOR VALUES IN ('fr', 'de')");
		Scheme groups = new GroupScheme("region",
				List.of(new Group("eu", List.of(new Datum.Literal("de"), new Datum.Literal("fr"))),
						new Group("none", List.of(Datum.NULL)),
						new Group("odd", List.of(new Datum.Literal("NULL"), new Datum.Literal("it's")))),
				"rest", null);
		TablePartitionConfig g = table("g", groups, Tables.ahead(1));
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult result = engine.run(g);
		assertThat(done(result)).containsExactly("create g__none", "create g__odd", "create g__rest");
		db.execute("INSERT INTO g VALUES (NULL), ('NULL'), ('it''s'), ('de'), ('us')");
		assertThat(this.catalog.rows("g__none")).isEqualTo(1);
		assertThat(this.catalog.rows("g__odd")).isEqualTo(2);
		assertThat(this.catalog.rows("g__rest")).isEqualTo(1);
		assertConverged(engine, g);
	}

	@Test
	void aGroupOfWhichAPartIsOwnedElsewhereIsToldAndNotMade(PostgresDatabase db) {
		db.execute("CREATE TABLE g (region int, id bigint) PARTITION BY LIST (region)",
				"CREATE TABLE one PARTITION OF g FOR VALUES IN (1)");
		TablePartitionConfig g = table("g",
				new GroupScheme("region",
						List.of(new Group("ab", List.of(new Datum.Literal("1"), new Datum.Literal("2")))), null, null),
				Tables.ahead(1));
		MaintenanceResult result = Engine.on(db, TODAY).run(g);
		assertThat(issues(result)).containsExactly("reconcile list_values_conflict g");
		assertThat(result.success()).isFalse();
		db.execute("CREATE TABLE rest PARTITION OF g DEFAULT");
		assertThat(Engine.on(db, TODAY).run(g).success()).isTrue();
	}

	@Test
	void eachMemberOfASetHasItsOwnSeries(PostgresDatabase db) {
		db.execute("""
				CREATE TABLE s (tier text NOT NULL, created_at timestamptz NOT NULL, PRIMARY KEY (tier, created_at))
				PARTITION BY LIST (tier)""");
		Scheme tiers = new GroupScheme("tier", List.of(new Group("gold", List.of(new Datum.Literal("gold"))),
				new Group("free", List.of(new Datum.Literal("free")))), null, months("created_at"));
		Engine engine = Engine.on(db, "2026-06-10T00:00:00Z");
		TablePartitionConfig s = table("s", tiers, Tables.aheadKeep(2, 2));
		MaintenanceResult first = engine.run(s);
		assertThat(done(first)).containsExactly("create s__gold", "create s__free");
		assertThat(this.catalog.partitions("s__gold")).containsExactly("s__gold__2026_06", "s__gold__2026_07");
		MaintenanceResult later = engine.at(TODAY).run(s);
		assertThat(later.success()).isTrue();
		assertThat(later.createdCount()).isEqualTo(4);
		assertThat(later.droppedCount()).isEqualTo(2);
		assertThat(this.catalog.partitions("s__gold")).containsExactly("s__gold__2026_07", "s__gold__2026_08",
				"s__gold__2026_09");
		assertThat(this.catalog.partitions("s__free")).hasSize(3);
		assertThat(later.plan().runway()).isNotNull();
		assertConverged(engine, s);
	}

	@Test
	void p38_eachLevelMayHaveALifecycleOfItsOwn(PostgresDatabase db) {
		db.execute("""
				CREATE TABLE p (id bigint NOT NULL, created_at timestamptz NOT NULL, PRIMARY KEY (id, created_at))
				PARTITION BY RANGE (id)""");
		Scheme scheme = new RangeScheme(List.of("id"),
				new Boundaries.Integers(BigInteger.valueOf(100), BigInteger.ZERO))
			.dividedBy(months("created_at"));
		TablePartitionConfig p = new TablePartitionConfig("p", RelationName.parse("public.p"), scheme, Tables.ahead(2),
				Map.of(1, Tables.aheadKeep(3, 1)), Leaves.DEFAULT, null);
		Engine engine = Engine.on(db, "2026-07-10T00:00:00Z");
		engine.run(p);
		assertThat(this.catalog.partitions("p")).containsExactly("p__0", "p__100");
		assertThat(this.catalog.partitions("p__0")).containsExactly("p__0__2026_07", "p__0__2026_08", "p__0__2026_09");
		db.execute("INSERT INTO p VALUES (5, '2026-07-11Z'), (150, '2026-08-12Z')");
		MaintenanceResult later = engine.at(TODAY).run(p);
		assertThat(later.success()).isTrue();
		assertThat(this.catalog.partitions("p")).containsExactly("p__0", "p__100", "p__200");
		// The first hundred ids are used up: no month opens there any more, old ones go.
		assertThat(this.catalog.partitions("p__0")).containsExactly("p__0__2026_08", "p__0__2026_09");
		assertThat(this.catalog.partitions("p__100")).containsExactly("p__100__2026_08", "p__100__2026_09",
				"p__100__2026_10");
		assertConverged(engine, p);
	}

	@Test
	void whatWasDetachedBeneathAUnitGoesBeforeIt(PostgresDatabase db) {
		db.execute("""
				CREATE TABLE p (id bigint NOT NULL, created_at timestamptz NOT NULL, PRIMARY KEY (id, created_at))
				PARTITION BY RANGE (id)""");
		Scheme scheme = new RangeScheme(List.of("id"),
				new Boundaries.Integers(BigInteger.valueOf(100), BigInteger.ZERO))
			.dividedBy(months("created_at"));
		TablePartitionConfig p = new TablePartitionConfig("p", RelationName.parse("public.p"), scheme,
				Tables.ahead(2).keeping(new Retention.KeepNewest(1)).dropping(Tables.grace("P1D")),
				Map.of(1, Tables.aheadKeep(1, 1).dropping(Tables.grace("P40D"))), Leaves.DEFAULT, null);
		Engine engine = Engine.on(db, "2026-07-10T00:00:00Z");
		engine.run(p);
		engine.at("2026-08-10T00:00:00Z").run(p);
		assertThat(this.catalog.partitions("p__0")).containsExactly("p__0__2026_08");
		assertThat(this.catalog.exists("p__0__2026_07")).isTrue();
		db.execute("INSERT INTO p VALUES (150, '2026-08-10Z')");
		engine.at("2026-08-11T00:00:00Z").run(p);
		assertThat(this.catalog.partitions("p")).containsExactly("p__100", "p__200");
		MaintenanceResult waits = engine.at("2026-08-20T00:00:00Z").run(p);
		assertThat(findings(waits)).contains("drop_deferred p__0", "grace_pending p__0__2026_07");
		assertThat(this.catalog.exists("p__0")).isTrue();
		MaintenanceResult end = engine.at("2026-09-25T00:00:00Z").run(p);
		assertThat(done(end)).containsSubsequence("drop p__0__2026_07", "drop p__0");
		Operation.Drop outer = (Operation.Drop) end.done()
			.stream()
			.filter((it) -> it.partition().name().equals("p__0"))
			.findFirst()
			.orElseThrow();
		assertThat(outer.behind()).hasSize(1);
		assertThat(end.plan().without(RelationName.parse("public.p__0__2026_07")).operations()).doesNotContain(outer);
		assertThat(this.catalog.tables("public")).noneMatch((table) -> table.startsWith("p__0"));
	}

	@Test
	void aNewWindowBeginsWhereTheIdsStand(PostgresDatabase db) {
		db.execute("""
				CREATE TABLE b (at timestamptz NOT NULL, id bigserial, PRIMARY KEY (at, id)) PARTITION BY RANGE (at)""",
				"SELECT setval('b_id_seq', 50000)");
		TablePartitionConfig b = table("b", months("at").dividedBy(
				new RangeScheme(List.of("id"), new Boundaries.Integers(BigInteger.valueOf(1000), BigInteger.ZERO))),
				Tables.ahead(2));
		Engine engine = Engine.on(db, TODAY);
		engine.run(b);
		db.execute("INSERT INTO b (at) VALUES ('2026-08-27Z'), ('2026-09-01Z')");
		assertThat(this.catalog.rows("b")).isEqualTo(2);
		engine.at("2026-09-02T00:00:00Z").run(b);
		db.execute("INSERT INTO b (at) VALUES ('2026-10-05Z')");
		assertConverged(engine, b);
	}

	@Test
	void aBranchThatComesBackTakesItsOwnOrphansBack(PostgresDatabase db) {
		db.execute("""
				CREATE TABLE p (id bigint NOT NULL, created_at timestamptz NOT NULL, PRIMARY KEY (id, created_at))
				PARTITION BY RANGE (id)""");
		Scheme scheme = new RangeScheme(List.of("id"),
				new Boundaries.Integers(BigInteger.valueOf(100), BigInteger.ZERO))
			.dividedBy(months("created_at"));
		TablePartitionConfig strict = new TablePartitionConfig("p", RelationName.parse("public.p"), scheme,
				Tables.ahead(2).keeping(new Retention.KeepNewest(1)),
				Map.of(1, Tables.ahead(1).keeping(new Retention.KeepNewest(1))), Leaves.DEFAULT, null);
		TablePartitionConfig kind = new TablePartitionConfig("p", RelationName.parse("public.p"), scheme,
				Tables.ahead(2).keeping(new Retention.KeepNewest(9)),
				Map.of(1, Tables.ahead(1).keeping(new Retention.KeepNewest(9))), Leaves.DEFAULT, null);
		Engine engine = Engine.on(db, "2026-07-10T00:00:00Z");
		engine.run(strict);
		db.execute("INSERT INTO p VALUES (5, '2026-07-11Z')");
		engine.at("2026-08-10T00:00:00Z").run(strict);
		db.execute("INSERT INTO p VALUES (150, '2026-08-10Z')");
		engine.at("2026-08-11T00:00:00Z").run(strict);
		assertThat(this.catalog.partitions("p")).containsExactly("p__100", "p__200");
		assertThat(engine.run(kind).success()).isTrue();
		assertThat(engine.run(kind).success()).isTrue();
		assertThat(this.catalog.partitions("p__0")).contains("p__0__2026_07", "p__0__2026_08");
		assertThat(this.catalog.rows("p")).isEqualTo(2);
		Long checks = db
			.queryOne("SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND conrelid = 'p__0'::regclass");
		assertThat(checks).isZero();
	}

	@Test
	void aBranchThatWasDetachedByHandStaysDetached(PostgresDatabase db) {
		db.execute(Tables.N);
		Engine engine = Engine.on(db, TODAY);
		engine.run(Tables.n(2, Tables.ahead(1)));
		db.execute("INSERT INTO n VALUES (1, '2026-08-26Z')", "ALTER TABLE n DETACH PARTITION n__2026_w35");
		MaintenanceResult result = engine.run(Tables.n(2, Tables.ahead(1)));
		assertThat(issues(result)).containsExactly("attach name_unusable n__2026_w35");
		assertThat(result.success()).isFalse();
		assertThat(this.catalog.partitions("public.n")).isEmpty();
	}

	@Test
	void groupsAreComparedAsPostgresComparesThem(PostgresDatabase db) {
		db.execute("CREATE TABLE g (flag boolean, id bigint) PARTITION BY LIST (flag)",
				"CREATE TABLE u (key uuid, id bigint) PARTITION BY LIST (key)");
		TablePartitionConfig g = table("g",
				new GroupScheme("flag", List.of(new Group("y", List.of(new Datum.Literal("yes")))), null, null),
				Tables.ahead(1));
		TablePartitionConfig u = table("u",
				new GroupScheme("key",
						List.of(new Group("a", List.of(new Datum.Literal("AAAAAAAA-0000-4000-8000-000000000001")))),
						null, null),
				Tables.ahead(1));
		Engine engine = Engine.on(db, TODAY);
		for (TablePartitionConfig config : List.of(g, u)) {
			assertThat(engine.run(config).createdCount()).isEqualTo(1);
			assertConverged(engine, config);
		}
	}

	@Test
	void aGroupValueThatTheColumnCannotHoldIsToldBeforeAnyDdl(PostgresDatabase db) {
		db.execute("CREATE TABLE g (a integer, id bigint) PARTITION BY LIST (a)");
		TablePartitionConfig g = table(
				"g", new GroupScheme("a",
						List.of(new Group("x", List.of(new Datum.Literal("1"), new Datum.Literal("two")))), null, null),
				Tables.ahead(1));
		MaintenanceResult result = Engine.on(db, TODAY).run(g);
		assertThat(issues(result)).containsExactly("plan column_mismatch");
		assertThat(result.error()).contains("'two'");
	}

	@Test
	void fiveLevelsAreBuiltAtOnceAndAttachedLast(PostgresDatabase db) {
		db.execute(
				"""
						CREATE TABLE f (a text NOT NULL, at timestamptz NOT NULL, b int NOT NULL, id bigint NOT NULL, c int NOT NULL)
						PARTITION BY LIST (a)""");
		Scheme fifth = new HashScheme(List.of("c"), 2, null);
		Scheme fourth = new RangeScheme(List.of("id"), new Boundaries.Integers(BigInteger.valueOf(10), BigInteger.ZERO))
			.dividedBy(fifth);
		Scheme third = new HashScheme(List.of("b"), 2, fourth);
		Scheme scheme = new GroupScheme("a", List.of(new Group("x", List.of(new Datum.Literal("x")))), null,
				months("at").dividedBy(third));
		TablePartitionConfig f = table("f", scheme, Tables.ahead(1));
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult result = engine.run(f);
		assertThat(done(result)).containsExactly("create f__x");
		assertThat(this.catalog.partitions("f__x__2026_08__h1__0")).hasSize(2);
		db.execute("INSERT INTO f SELECT 'x', '2026-08-26Z', g, g % 10, g FROM generate_series(0, 99) AS g");
		assertThat(this.catalog.rows("f")).isEqualTo(100);
		MaintenanceResult ids = engine.run(f);
		assertThat(ids.success()).isTrue();
		assertConverged(engine, f);
	}

	@Test
	void aNewMemberBeginsWhereTheSequenceStands(PostgresDatabase db) {
		db.execute("CREATE TABLE w (tier text NOT NULL, id bigserial, PRIMARY KEY (tier, id)) PARTITION BY LIST (tier)",
				"SELECT setval('w_id_seq', 5050)");
		RangeScheme ids = new RangeScheme(List.of("id"),
				new Boundaries.Integers(BigInteger.valueOf(1000), BigInteger.ZERO, CursorSource.SEQUENCE));
		TablePartitionConfig w = table("w",
				new GroupScheme("tier", List.of(new Group("a", List.of(new Datum.Literal("a")))), null, ids),
				Tables.ahead(2));
		Engine engine = Engine.on(db, TODAY);
		engine.run(w);
		assertThat(this.catalog.partitions("w__a")).containsExactly("w__a__5000", "w__a__6000");
		db.execute("INSERT INTO w (tier) VALUES ('a')");
		assertConverged(engine, w);
	}

	@Test
	void aUniqueKeyWithoutTheColumnOfALevelIsToldBeforeAnyDdl(PostgresDatabase db) {
		db.execute("""
				CREATE TABLE n (tenant_id bigint, created_at timestamptz NOT NULL, PRIMARY KEY (created_at))
				PARTITION BY RANGE (created_at)""");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(result.success()).isFalse();
		assertThat(issues(result)).containsExactly("plan unique_key_unfit");
		assertThat(result.error()).contains("PRIMARY KEY (created_at)").contains("tenant_id");
	}

	@Test
	void s103_aSlidingListLeavesOthersAlone(PostgresDatabase db) {
		db.execute(Tables.L, "CREATE TABLE hand PARTITION OF l FOR VALUES IN (1, 2)");
		TablePartitionConfig l = Tables.l(100,
				Lifecycle.creating(new Creation.CreateUntil(new Creation.Until.AtId(BigInteger.valueOf(100)))));
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult result = engine.run(l);
		assertThat(done(result)).containsExactly("create l__100");
		assertThat(findings(result)).containsExactly("unmanaged_partition hand");
		assertThat(this.catalog.bounds("l__100")).isEqualTo("FOR VALUES IN (100)");
		assertThat(this.catalog.partitions("public.l")).containsExactly("hand", "l__100");
		assertConverged(engine, l);
	}

	@Test
	void s103_aValueIsEnsuredOnce(PostgresDatabase db) {
		db.execute(Tables.L);
		TablePartitionConfig l = Tables.l(100,
				Lifecycle.creating(new Creation.CreateUntil(new Creation.Until.AtId(BigInteger.valueOf(100)))));
		WindowRequest value = new WindowRequest.Ids(BigInteger.valueOf(250), BigInteger.valueOf(251));
		PartitionLifecycleService service = Engine.on(db, TODAY).service(l);
		assertThat(done(service.ensurePartitions("l", value))).containsExactly("create l__250");
		assertThat(done(service.ensurePartitions("l", value))).isEmpty();
		assertThat(this.catalog.partitions("public.l")).containsExactly("l__250");
	}

	@Test
	void aValueThatIsHeldByAnotherPartitionIsAnOverlap(PostgresDatabase db) {
		db.execute(Tables.L, "CREATE TABLE hand PARTITION OF l FOR VALUES IN (100, 101)");
		TablePartitionConfig l = Tables.l(100,
				Lifecycle.creating(new Creation.CreateUntil(new Creation.Until.AtId(BigInteger.valueOf(102)))));
		MaintenanceResult result = Engine.on(db, TODAY).run(l);
		assertThat(done(result)).containsExactly("create l__102");
	}

	@Test
	void catchAllsAreKeptAndMakeRoom(PostgresDatabase db) {
		db.execute(Tables.M);
		TablePartitionConfig t = table("t", new RangeScheme(List.of("created_at"),
				new Boundaries.Time(Granularity.MONTH, UTC), Set.of(CatchAll.BELOW, CatchAll.ABOVE), null),
				Tables.aheadKeep(2, 2));
		Engine engine = Engine.on(db, "2026-06-10T00:00:00Z");
		MaintenanceResult first = engine.run(t);
		assertThat(done(first)).containsExactlyInAnyOrder("create t__2026_06", "create t__2026_07", "create t__below",
				"create t__above");
		assertThat(this.catalog.bounds("t__below"))
			.isEqualTo("FOR VALUES FROM (MINVALUE) TO ('2026-06-01 00:00:00+00')");
		assertThat(this.catalog.bounds("t__above"))
			.isEqualTo("FOR VALUES FROM ('2026-08-01 00:00:00+00') TO (MAXVALUE)");
		assertConverged(engine, t);
		long above = this.catalog.oid("t__above");
		MaintenanceResult later = engine.at(TODAY).run(t);
		assertThat(later.success()).isTrue();
		assertThat(this.catalog.partitions("public.t")).containsExactly("t__2026_07", "t__2026_08", "t__2026_09",
				"t__above", "t__below");
		assertThat(this.catalog.oid("t__above")).isEqualTo(above);
		assertThat(this.catalog.bounds("t__above"))
			.isEqualTo("FOR VALUES FROM ('2026-10-01 00:00:00+00') TO (MAXVALUE)");
		assertConverged(engine, t);
	}

	@Test
	void aCatchAllThatIsSeveralWindowsBehindLeavesNoGap(PostgresDatabase db) {
		db.execute(Tables.M);
		TablePartitionConfig t = table("t", new RangeScheme(List.of("created_at"),
				new Boundaries.Time(Granularity.MONTH, UTC), Set.of(CatchAll.ABOVE), null), Tables.ahead(2));
		Engine engine = Engine.on(db, "2026-03-10T00:00:00Z");
		engine.run(t);
		MaintenanceResult later = engine.at(TODAY).run(t);
		assertThat(later.issues()).isEmpty();
		assertThat(this.catalog.partitions("public.t")).containsExactly("t__2026_03", "t__2026_04", "t__2026_05",
				"t__2026_06", "t__2026_07", "t__2026_08", "t__2026_09", "t__above");
		assertThat(this.catalog.bounds("t__above"))
			.isEqualTo("FOR VALUES FROM ('2026-10-01 00:00:00+00') TO (MAXVALUE)");
		assertConverged(engine, t);
	}

	@Test
	void aCatchAllThatHoldsRowsMakesNoRoom(PostgresDatabase db) {
		db.execute(Tables.M);
		TablePartitionConfig t = table("t", new RangeScheme(List.of("created_at"),
				new Boundaries.Time(Granularity.MONTH, UTC), Set.of(CatchAll.ABOVE), null), Tables.ahead(1));
		Engine engine = Engine.on(db, "2026-07-10T00:00:00Z");
		engine.run(t);
		db.execute("INSERT INTO t (created_at) VALUES ('2026-08-03Z')");
		MaintenanceResult later = engine.at(TODAY).run(t);
		assertThat(issues(later)).containsExactly("create default_holds_rows t__2026_08");
		assertThat(later.error()).contains("t__above holds rows");
		assertThat(isCaught(engine, t)).isTrue();
		assertThat(this.catalog.rows("t")).isEqualTo(1);
	}

	@Test
	void aCatchAllBelowTakesNothingOfThePresent(PostgresDatabase db) {
		db.execute(Tables.M);
		TablePartitionConfig t = table("t", new RangeScheme(List.of("created_at"),
				new Boundaries.Time(Granularity.MONTH, UTC), Set.of(CatchAll.BELOW), null), Tables.ahead(1));
		Engine engine = Engine.on(db, "2026-07-10T00:00:00Z");
		engine.run(t);
		assertThat(isCaught(engine.at(TODAY), t)).isFalse();
	}

	/**
	 * Whether the rows of the present go on to be taken though their window is missing.
	 */
	private static boolean isCaught(Engine engine, TablePartitionConfig config) {
		TableInspection seen = engine.service(config).inspect().get(0);
		Runway runway = seen.plan().runway();
		assertThat(runway).isNotNull().extracting(Runway::covered).isEqualTo(false);
		return seen.isCaught(runway);
	}

	@Test
	void aGroupWhoseRowsAreInTheDefaultIsNoEmergency(PostgresDatabase db) {
		db.execute("CREATE TABLE g (tier text) PARTITION BY LIST (tier)", "CREATE TABLE g__rest PARTITION OF g DEFAULT",
				"INSERT INTO g VALUES ('silver')");
		TablePartitionConfig g = table("g", new GroupScheme("tier",
				List.of(new Group("silver", List.of(new Datum.Literal("silver")))), "rest", null), Tables.ahead(1));
		MaintenanceResult result = Engine.on(db, TODAY).run(g);
		assertThat(issues(result)).containsExactly("create default_holds_rows g__silver");
		assertThat(result.success()).isTrue();
		assertThat(Engine.on(db, TODAY).run(g).plan().runway().covered()).isTrue();
	}

	@Test
	void aCatchAllMakesRoomWithoutLeavingAHole(PostgresDatabase db) {
		db.execute(Tables.M);
		TablePartitionConfig t = table("t", new RangeScheme(List.of("created_at"),
				new Boundaries.Time(Granularity.MONTH, UTC), Set.of(CatchAll.ABOVE), null), Tables.ahead(2));
		Engine engine = Engine.on(db, "2026-03-10T00:00:00Z");
		engine.run(t);
		MaintenanceResult later = engine.at(TODAY).run(t);
		assertThat(done(later)).containsExactly("create t__2026_05", "create t__2026_06", "create t__2026_07",
				"create t__2026_08", "create t__2026_09");
		assertConverged(engine, t);
		db.execute("CREATE TABLE t__2026_10 (x integer)");
		MaintenanceResult blocked = engine.at("2026-10-10T00:00:00Z").run(t);
		assertThat(done(blocked)).isEmpty();
		assertThat(findings(blocked)).containsExactly("name_unusable t__2026_10", "range_overlap t__above");
		db.execute("INSERT INTO t (created_at) VALUES ('2026-10-10Z')");
	}

	@Test
	void aLevelWhoseSequenceIsNotFoundIsTold(PostgresDatabase db) {
		db.execute("CREATE TABLE i (id bigint, created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)");
		TablePartitionConfig i = table("i",
				months("created_at").dividedBy(new RangeScheme(List.of("id"),
						new Boundaries.Integers(BigInteger.valueOf(1000), BigInteger.ZERO, CursorSource.SEQUENCE))),
				Tables.ahead(1));
		MaintenanceResult result = Engine.on(db, TODAY).run(i);
		assertThat(findings(result)).containsExactlyInAnyOrder("cursor_unknown", "unconvergeable i__2026_08");
		assertThat(result.error()).isNotNull();
	}

	@Test
	void theReconcileScopeMendsSetsOnly(PostgresDatabase db) {
		db.execute(Tables.N);
		db.execute(Tables.week("2026_w34", "2026-08-17", "2026-08-24", 2, 0));
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(2)), Scope.RECONCILE);
		assertThat(done(result)).containsExactly("create n__2026_w34__h1");
	}

}
