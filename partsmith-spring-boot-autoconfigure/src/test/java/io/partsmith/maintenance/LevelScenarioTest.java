package io.partsmith.maintenance;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.plan.Operation;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CursorSource;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.GroupScheme;
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
import io.partsmith.testing.Trees;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.assertConverged;
import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static io.partsmith.testing.Trees.group;
import static org.assertj.core.api.Assertions.assertThat;

/** Windows within windows, on a real database. */
@PostgresTest
class LevelScenarioTest {

	private static final String TODAY = "2026-08-26T10:00:00Z";

	private CatalogProbe catalog;

	@BeforeEach
	void probe(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
	}

	@Test
	void p38_eachLevelMayHaveALifecycleOfItsOwn(PostgresDatabase db) {
		db.execute(Trees.P);
		TablePartitionConfig p = Trees.p(Tables.ahead(2), Tables.aheadKeep(3, 1));
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
	void p38_daysGrowWhereDataIsAndRetentionOnTopTakesTheSubtree(PostgresDatabase db) {
		db.execute(Trees.P);
		TablePartitionConfig p = Trees.p(Tables.aheadKeep(2, 2), Granularity.DAY, Tables.ahead(3));
		Engine engine = Engine.on(db, "2026-08-24T10:00:00Z");
		engine.run(p);
		String[] first = { "p__0__2026_08_24", "p__0__2026_08_25", "p__0__2026_08_26" };
		assertThat(this.catalog.partitions("p__0")).containsExactly(first);
		assertThat(this.catalog.partitions("p__100")).hasSize(3);
		db.execute("INSERT INTO p VALUES (5, '2026-08-24Z'), (150, '2026-08-25Z')");
		engine.at(TODAY).run(p);
		assertThat(this.catalog.partitions("p__0")).as("used up").containsExactly(first);
		assertThat(this.catalog.partitions("p__100")).contains("p__100__2026_08_28");
		db.execute("INSERT INTO p VALUES (250, '2026-08-26Z')");
		MaintenanceResult result = engine.run(p);
		assertThat(result.droppedCount()).isEqualTo(1);
		assertThat(this.catalog.partitions("p")).containsExactly("p__100", "p__200", "p__300");
		assertThat(this.catalog.tables("public")).noneMatch((table) -> table.startsWith("p__0"));
		assertThat(engine.service(p).inspect("p").plan().units())
			.noneMatch((unit) -> unit.relation().name().name().startsWith("p__0"));
		assertConverged(engine, p);
	}

	@Test
	void whatWasDetachedBeneathAUnitGoesBeforeIt(PostgresDatabase db) {
		db.execute(Trees.P);
		TablePartitionConfig p = Trees.p(
				Tables.ahead(2).keeping(new Retention.KeepNewest(1)).dropping(Tables.grace("P1D")),
				Tables.aheadKeep(1, 1).dropping(Tables.grace("P40D")));
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
		TablePartitionConfig b = Trees.table("b", Trees.months("at").dividedBy(Trees.ids("id", 1000)), Tables.ahead(2));
		Engine engine = Engine.on(db, TODAY);
		engine.run(b);
		db.execute("INSERT INTO b (at) VALUES ('2026-08-27Z'), ('2026-09-01Z')");
		assertThat(this.catalog.rows("b")).isEqualTo(2);
		engine.at("2026-09-02T00:00:00Z").run(b);
		db.execute("INSERT INTO b (at) VALUES ('2026-10-05Z')");
		assertConverged(engine, b);
	}

	@Test
	void aBranchThatComesBackIsJudgedByItsOwnKeys(PostgresDatabase db) {
		db.execute("CREATE TABLE b (at timestamptz NOT NULL, id bigint NOT NULL) PARTITION BY RANGE (at)");
		Scheme scheme = Trees.months("at")
			.dividedBy(
					new RangeScheme(List.of("id"), new Boundaries.Integers(BigInteger.valueOf(100), BigInteger.ZERO)));
		Map<Integer, Lifecycle> ids = Map.of(1,
				Tables.ahead(2)
					.keeping(new Retention.KeepBehind(BigInteger.valueOf(150)))
					.dropping(Tables.grace("P0D")));
		TablePartitionConfig strict = new TablePartitionConfig("b", RelationName.parse("public.b"), scheme,
				Tables.aheadKeep(1, 1).dropping(Tables.grace("P1Y")), ids, Leaves.DEFAULT, null);
		TablePartitionConfig kind = new TablePartitionConfig("b", RelationName.parse("public.b"), scheme,
				Tables.aheadKeep(1, 9), ids, Leaves.DEFAULT, null);
		Engine engine = Engine.on(db, "2026-07-10T00:00:00Z");
		engine.run(strict);
		db.execute("INSERT INTO b VALUES ('2026-07-10Z', 20), ('2026-07-10Z', 150)");
		engine.run(strict);
		db.execute("INSERT INTO b VALUES ('2026-07-10Z', 250)");
		engine.at("2026-08-10T00:00:00Z").run(strict);
		assertThat(this.catalog.partitions("b")).containsExactly("b__2026_08");
		db.execute("CREATE TABLE b__2026_08__9000 PARTITION OF b__2026_08 FOR VALUES FROM (9000) TO (9100)",
				"INSERT INTO b VALUES ('2026-08-10Z', 9000)");
		MaintenanceResult back = engine.run(kind);
		assertThat(done(back)).contains("attach b__2026_07", "drop b__2026_07__0")
			.doesNotContain("detach b__2026_07__200");
		assertThat(this.catalog.rows("b WHERE id IN (150, 250, 9000)")).isEqualTo(3);
		assertConverged(engine, kind);
	}

	@Test
	void aBranchThatComesBackTakesItsOwnOrphansBack(PostgresDatabase db) {
		db.execute(Trees.P);
		TablePartitionConfig strict = Trees.p(Tables.ahead(2).keeping(new Retention.KeepNewest(1)),
				Tables.ahead(1).keeping(new Retention.KeepNewest(1)));
		TablePartitionConfig kind = Trees.p(Tables.ahead(2).keeping(new Retention.KeepNewest(9)),
				Tables.ahead(1).keeping(new Retention.KeepNewest(9)));
		Engine engine = Engine.on(db, "2026-07-10T00:00:00Z");
		engine.run(strict);
		db.execute("INSERT INTO p VALUES (5, '2026-07-11Z')");
		engine.at("2026-08-10T00:00:00Z").run(strict);
		db.execute("INSERT INTO p VALUES (150, '2026-08-10Z')");
		engine.at("2026-08-11T00:00:00Z").run(strict);
		assertThat(this.catalog.partitions("p")).containsExactly("p__100", "p__200");
		assertThat(engine.run(kind).success()).isTrue();
		assertConverged(engine, kind);
		assertThat(this.catalog.partitions("p__0")).contains("p__0__2026_07", "p__0__2026_08");
		assertThat(this.catalog.rows("p")).isEqualTo(2);
		Long checks = db
			.queryOne("SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND conrelid = 'p__0'::regclass");
		assertThat(checks).isZero();
	}

	@Test
	void fiveLevelsAreBuiltAtOnceAndAttachedLast(PostgresDatabase db) {
		db.execute(
				"""
						CREATE TABLE f (a text NOT NULL, at timestamptz NOT NULL, b int NOT NULL, id bigint NOT NULL, c int NOT NULL)
						PARTITION BY LIST (a)""");
		Scheme fifth = new HashScheme(List.of("c"), 2, null);
		Scheme fourth = Trees.ids("id", 10).dividedBy(fifth);
		Scheme third = new HashScheme(List.of("b"), 2, fourth);
		Scheme scheme = new GroupScheme("a", List.of(group("x", "x")), null, Trees.months("at").dividedBy(third));
		TablePartitionConfig f = Trees.table("f", scheme, Tables.ahead(1));
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
	void aLevelWhoseSequenceIsNotFoundIsTold(PostgresDatabase db) {
		db.execute("CREATE TABLE i (id bigint, created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)");
		TablePartitionConfig i = Trees.table("i",
				Trees.months("created_at").dividedBy(Trees.ids("id", 1000, CursorSource.SEQUENCE)), Tables.ahead(1));
		MaintenanceResult result = Engine.on(db, TODAY).run(i);
		assertThat(findings(result)).containsExactlyInAnyOrder("cursor_unknown", "unconvergeable i__2026_08");
		assertThat(result.error()).isNotNull();
	}

}
