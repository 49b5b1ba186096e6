package io.partsmith.maintenance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.partsmith.lifecycle.Combination;
import io.partsmith.lifecycle.Condition;
import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Creation.Until;
import io.partsmith.lifecycle.DataAmount;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Drop;
import io.partsmith.lifecycle.Hold;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Limits;
import io.partsmith.lifecycle.Predicate;
import io.partsmith.lifecycle.Retention;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Reason;
import io.partsmith.plan.Scope;
import io.partsmith.plan.Severity;
import io.partsmith.plan.Unit;
import io.partsmith.plan.UnitState;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.scheme.TimeAmount;
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
import static io.partsmith.testing.Results.findings;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;

/** Rules that look at what partitions hold, on a real database. */
@PostgresTest
class RulesScenarioTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static final String SEEN = "CREATE TABLE h (created_at timestamptz NOT NULL, seen_at timestamptz NOT NULL)"
			+ " PARTITION BY RANGE (created_at)";

	private CatalogProbe catalog;

	@BeforeEach
	void makeM(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
		db.execute(Tables.M);
	}

	private static Lifecycle keepOne() {
		return Tables.aheadKeep(1, 1);
	}

	private static Retention allOf(Condition... rules) {
		return new Combination.AllOf(List.of(rules));
	}

	/** Months, each of them days of another column. */
	private static TablePartitionConfig seen(Lifecycle months, Lifecycle days) {
		Scheme scheme = new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, ZoneId.of("UTC")))
			.dividedBy(new RangeScheme(List.of("seen_at"), new Boundaries.Time(Granularity.DAY, ZoneId.of("UTC"))));
		return new TablePartitionConfig("h", RelationName.parse("public.h"), scheme, months, Map.of(1, days),
				Leaves.DEFAULT, null);
	}

	@Test
	void s20_aDropWaitsForItsCondition(PostgresDatabase db) {
		db.execute(Tables.month("2026_05"), Tables.month("2026_06"),
				"INSERT INTO t (created_at, payload) SELECT '2026-06-10Z', string_agg(md5(i::text || j::text), '') "
						+ "FROM generate_series(1, 1000) AS i, generate_series(1, 60) AS j GROUP BY i");
		TablePartitionConfig t = Tables.monthly(keepOne().dropping(new Drop.DropAfter(TimeAmount.ZERO,
				new Combination.Not(new Predicate.SizeAbove(DataAmount.valueOf("256KB"))))));
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult result = engine.run(t);
		assertThat(done(result)).containsExactly("create t__2026_08", "detach t__2026_05", "detach t__2026_06",
				"drop t__2026_05");
		Operation.Drop drop = (Operation.Drop) result.done().get(3);
		assertThat(drop.table().bytes()).isBetween(1L, 262_144L);
		assertThat(drop.detail()).contains("not (size-above 256KB: ");
		Operation.Detach june = (Operation.Detach) result.done().get(2);
		assertThat(june.table().bytes()).isGreaterThan(262_144L);
		MaintenanceResult next = engine.run(t);
		assertThat(next.done()).isEmpty();
		assertThat(next.issues()).isEmpty();
		assertThat(findings(next)).containsExactly("drop_deferred t__2026_06");
		db.execute("TRUNCATE t__2026_06");
		assertThat(done(engine.run(t))).containsExactly("drop t__2026_06");
	}

	@Test
	void s55_whatIsReferencedStaysAndNobodyIsBothered(PostgresDatabase db) {
		TablePartitionConfig t = referencedJune(db,
				keepOne().keeping(allOf(new Retention.KeepNewest(1), new Predicate.Unreferenced())));
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult result = engine.run(t);
		assertThat(done(result)).containsExactly("create t__2026_08", "detach t__2026_07", "drop t__2026_07");
		assertThat(result.issues()).isEmpty();
		assertThat(this.catalog.partitions("t")).containsExactly("t__2026_06", "t__2026_08");
		assertThat(unit(engine, t, "t__2026_06").why()).contains("a row outside refers to it");
		assertThat(engine.run(t).done()).as("nothing is made that would expire at once").isEmpty();
		db.execute("DELETE FROM r");
		assertThat(done(engine.run(t))).containsExactly("detach t__2026_06", "drop t__2026_06");
	}

	/** What nobody looks for in the log of a run stays in sight until it is mended. */
	@Test
	void whatARunCouldNotDoIsAFindingUntilItIsDone(PostgresDatabase db) {
		TablePartitionConfig t = referencedJune(db, keepOne());
		MaintenanceJournal journal = new MaintenanceJournal();
		PartitionLifecycleService service = Engine.on(db, TODAY).noting(journal).service(t);
		assertThat(journal.findings(service.inspect().get(0))).isEmpty();
		service.maintain("t", Scope.RETIRE);
		assertThat(service.maintain("t", Scope.CREATE).issues()).isEmpty();
		assertThat(journal.findings(service.inspect().get(0))).singleElement()
			.satisfies((it) -> assertThat(it.code() + " " + it.partition() + " " + it.next())
				.startsWith("still_referenced public.t__2026_06 Delete the referencing rows"));
		db.execute("DELETE FROM r");
		service.maintain("t", Scope.RETIRE);
		assertThat(journal.findings(service.inspect().get(0))).isEmpty();
	}

	@Test
	void s56_withoutThatRuleTheReferenceIsAnIssue(PostgresDatabase db) {
		TablePartitionConfig t = referencedJune(db, keepOne());
		MaintenanceResult result = Engine.on(db, TODAY).run(t);
		assertThat(result.success()).isTrue();
		assertThat(done(result)).containsExactly("create t__2026_08", "detach t__2026_07", "drop t__2026_07");
		assertThat(issues(result)).containsExactly("detach still_referenced t__2026_06");
		assertThat(this.catalog.partitions("t")).containsExactly("t__2026_06", "t__2026_08");
		assertThat(this.catalog.comment("t__2026_06")).isNull();
		assertThat(this.catalog.rows("r")).isEqualTo(1);
		db.execute("DELETE FROM r");
		assertThat(done(Engine.on(db, TODAY).run(t))).containsExactly("detach t__2026_06", "drop t__2026_06");
	}

	private static TablePartitionConfig referencedJune(PostgresDatabase db, Lifecycle lifecycle) {
		db.execute(Tables.month("2026_06"), Tables.month("2026_07"),
				"CREATE TABLE r (id bigint, at timestamptz, FOREIGN KEY (id, at) REFERENCES t)",
				"INSERT INTO t (id, created_at) VALUES (1, '2026-06-10Z'), (2, '2026-07-10Z')",
				"INSERT INTO r VALUES (1, '2026-06-10Z')");
		return Tables.monthly(lifecycle);
	}

	private static Unit unit(Engine engine, TablePartitionConfig t, String name) {
		return engine.service(t)
			.inspect(t.id())
			.plan()
			.units()
			.stream()
			.filter((unit) -> unit.relation().name().name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void theNextPartitionOpensWhenTheNewestIsFull(PostgresDatabase db) {
		TablePartitionConfig t = Tables
			.monthly(Lifecycle.creating(new Creation.CreateNextIf(new Predicate.RowsAbove(2))));
		Engine engine = Engine.on(db, TODAY);
		assertThat(done(engine.run(t))).containsExactly("create t__2026_08");
		db.execute("INSERT INTO t (created_at) VALUES ('2026-08-10Z'), ('2026-08-11Z')");
		assertThat(engine.run(t).done()).isEmpty();
		db.execute("INSERT INTO t (created_at) VALUES ('2026-08-12Z')");
		MaintenanceResult rotated = engine.run(t, Scope.CREATE);
		assertThat(done(rotated)).containsExactly("create t__2026_09");
		assertThat(rotated.done().get(0).reason()).isEqualTo(Reason.CREATE_NEXT);
		assertThat(rotated.done().get(0).detail()).startsWith("rows-above 2: ");
		assertThat(engine.run(t).done()).as("the newest is empty").isEmpty();
		assertThat(engine.at("2026-11-03T00:00:00Z").run(t).done()).as("the present always has its window")
			.extracting((operation) -> operation.partition().name())
			.contains("t__2026_11");
	}

	@Test
	void s101_aSlidingListRotatesWhenItsNewestMemberIsFull(PostgresDatabase db) {
		db.execute(Tables.L);
		TablePartitionConfig l = Tables.l(100,
				Lifecycle.creating(new Creation.CreateNextIf(new Predicate.RowsAbove(2))));
		Engine engine = Engine.on(db, TODAY);
		assertThat(done(engine.run(l))).containsExactly("create l__100");
		db.execute("INSERT INTO l (partition_id) VALUES (100), (100)");
		assertThat(engine.run(l).done()).isEmpty();
		db.execute("INSERT INTO l (partition_id) VALUES (100)");
		MaintenanceResult rotated = engine.run(l);
		assertThat(done(rotated)).containsExactly("create l__101");
		assertThat(rotated.done().get(0).reason()).isEqualTo(Reason.CREATE_NEXT);
		assertThat(engine.run(l).done()).isEmpty();
	}

	@Test
	void aSlidingListThatCannotRotateSaysSo(PostgresDatabase db) {
		db.execute(Tables.L, "CREATE TABLE l__100 PARTITION OF l FOR VALUES IN (100)",
				"CREATE TABLE two PARTITION OF l FOR VALUES IN (101, 102)",
				"INSERT INTO l (partition_id) VALUES (100), (100), (100)");
		TablePartitionConfig l = Tables.l(100,
				Lifecycle.creating(new Creation.CreateNextIf(new Predicate.RowsAbove(2))));
		MaintenanceResult result = Engine.on(db, TODAY).run(l);
		assertThat(result.done()).isEmpty();
		assertThat(issues(result)).containsExactly("reconcile range_overlap two");
		assertThat(result.issues().get(0).message()).contains("[101, 102)", "rows-above 2", "public.l__100");
	}

	@Test
	void aForeignPartitionInTheNextPlaceIsTold(PostgresDatabase db) {
		db.execute(Tables.L.replace(", PRIMARY KEY (id, partition_id)", ""), "CREATE EXTENSION file_fdw",
				"CREATE SERVER files FOREIGN DATA WRAPPER file_fdw",
				"CREATE TABLE l__100 PARTITION OF l FOR VALUES IN (100)",
				"CREATE FOREIGN TABLE far PARTITION OF l FOR VALUES IN (101) SERVER files"
						+ " OPTIONS (filename '/dev/null')",
				"INSERT INTO l (partition_id) VALUES (100), (100), (100)");
		TablePartitionConfig l = Tables.l(100,
				Lifecycle.creating(new Creation.CreateNextIf(new Predicate.RowsAbove(2))));
		MaintenanceResult result = Engine.on(db, TODAY).run(l);
		assertThat(result.done()).isEmpty();
		assertThat(issues(result)).containsExactly("reconcile range_overlap far", "plan foreign_present far");
	}

	@Test
	void aUnitIsMeasuredWithItsWholeSubtree(PostgresDatabase db) {
		db.execute(Tables.N);
		db.execute(Tables.week("2026_w32", "2026-08-03", "2026-08-10", 2, 0, 1));
		db.execute(Tables.week("2026_w33", "2026-08-10", "2026-08-17", 2, 0, 1));
		db.execute("INSERT INTO n (tenant_id, created_at) SELECT i, '2026-08-04Z' FROM generate_series(1, 12) AS i",
				"INSERT INTO n (tenant_id, created_at) SELECT i, '2026-08-11Z' FROM generate_series(1, 11) AS i");
		TablePartitionConfig n = Tables.n(2,
				keepOne().keeping(allOf(new Retention.KeepNewest(1), new Predicate.RowsAbove(11)))
					.limited(new Limits(1, DataAmount.valueOf("1GB"), null)));
		MaintenanceResult result = Engine.on(db, TODAY).run(n);
		assertThat(done(result)).contains("detach n__2026_w32", "drop n__2026_w32")
			.doesNotContain("detach n__2026_w33");
		assertThat(this.catalog.tables("public")).doesNotContain("n__2026_w32__h0").contains("n__2026_w33__h0");
	}

	@Test
	void p22_rowsInDefaultCountForNoOtherPartition(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"), Tables.month("2026_07"), "CREATE TABLE rest PARTITION OF t DEFAULT",
				"INSERT INTO t (created_at) VALUES ('2026-06-10Z'), ('2026-05-10Z'), ('2026-04-10Z')");
		TablePartitionConfig t = Tables
			.monthly(keepOne().keeping(allOf(new Retention.KeepNewest(1), new Predicate.RowsAbove(1))));
		assertThat(done(Engine.on(db, TODAY).run(t))).containsExactly("create t__2026_08");
		db.execute("INSERT INTO t (created_at) VALUES ('2026-06-11Z')");
		assertThat(done(Engine.on(db, TODAY).run(t))).containsExactly("detach t__2026_06", "drop t__2026_06");
	}

	@Test
	void aQueryDecides(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"), Tables.month("2026_07"),
				"INSERT INTO t (created_at, payload) VALUES ('2026-06-10Z', 'open'), ('2026-07-10Z', 'exported')");
		TablePartitionConfig t = Tables.monthly(keepOne().keeping(new Combination.ExpireIf(
				new Predicate.Sql("SELECT count(*) = 0 FROM {partition} WHERE payload <> 'exported'"))));
		Engine engine = Engine.on(db, TODAY);
		assertThat(done(engine.run(t))).containsExactly("create t__2026_08", "detach t__2026_07", "drop t__2026_07");
		assertThat(engine.run(t).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void aGapThatRetentionMightReopenIsToldAndNotFilled(PostgresDatabase db) {
		db.execute(Tables.month("2026_05"), Tables.month("2026_07"));
		Predicate never = new Predicate.Sql("SELECT count(*) < 0 FROM {partition}");
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult result = engine.run(Tables.monthly(keepOne().keeping(new Combination.ExpireIf(never))));
		assertThat(done(result)).containsExactly("create t__2026_08");
		assertThat(findings(result)).containsExactly("gap_left");
		assertThat(result.issues()).isEmpty();
		Retention full = new Combination.ExpireIf(new Predicate.RowsAbove(100));
		assertThat(done(engine.run(Tables.monthly(keepOne().keeping(full))))).as("an empty one would be kept")
			.containsExactly("create t__2026_06");
	}

	@Test
	void aQueryThatFailsKeepsEverythingAndSaysWhy(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"), Tables.month("2026_07"));
		String query = "SELECT exported FROM ledger WHERE name = '{partition}'";
		TablePartitionConfig t = Tables
			.monthly(keepOne().keeping(allOf(new Retention.KeepNewest(1), new Predicate.Sql(query))));
		MaintenanceResult result = Engine.on(db, TODAY).run(t);
		assertThat(done(result)).containsExactly("create t__2026_08");
		assertThat(issues(result)).containsExactly("detach condition_unknown t__2026_06");
		assertThat(result.issues().get(0).message()).contains(query, "[42P01]", "public.t__2026_06, public.t__2026_07");
		assertThat(result.issues().get(0).next()).contains("partsmith.tables.t");
		TablePartitionConfig opposite = Tables
			.monthly(keepOne().keeping(new Combination.Not(new Predicate.Sql(query))));
		assertThat(Engine.on(db, TODAY).run(opposite).done()).isEmpty();
	}

	@Test
	void aBeanDecidesAndOneThatFailsKeeps(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"), Tables.month("2026_07"));
		List<String> asked = new ArrayList<>();
		AtomicBoolean broken = new AtomicBoolean(true);
		Engine engine = Engine.on(db, TODAY).with("archived", (candidate) -> {
			asked.add(candidate.relation().name() + " " + candidate.window() + " " + candidate.attached());
			if (broken.get()) {
				throw new IllegalStateException("the archive is down");
			}
			return candidate.relation().name().name().endsWith("_06");
		});
		TablePartitionConfig t = Tables
			.monthly(keepOne().keeping(allOf(new Retention.KeepNewest(1), new Predicate.Bean("archived"))));
		MaintenanceResult kept = engine.run(t);
		assertThat(done(kept)).containsExactly("create t__2026_08");
		assertThat(kept.issues().get(0).message()).contains("bean archived", "the archive is down");
		assertThat(asked).contains("public.t__2026_06 [2026-06-01T00:00:00Z, 2026-07-01T00:00:00Z) true")
			.noneMatch((unit) -> unit.contains("_08"));
		broken.set(false);
		assertThat(done(engine.run(t))).containsExactly("detach t__2026_06", "drop t__2026_06");
	}

	@Test
	void theCreateLaneDoesNotWaitForWhatRetentionAsks(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"));
		AtomicInteger asked = new AtomicInteger();
		TablePartitionConfig t = Tables
			.monthly(keepOne().keeping(new Combination.ExpireIf(new Predicate.Bean("slow"))));
		PartitionLifecycleService service = Engine.on(db, TODAY).with("slow", (candidate) -> {
			asked.incrementAndGet();
			return true;
		}).service(t);
		assertThat(done(service.maintain("t", Scope.CREATE))).containsExactly("create t__2026_08");
		assertThat(service.inspect()).hasSize(1);
		assertThat(asked).hasValue(0);
		assertThat(service.plan("t").operations()).hasSize(2);
		service.rehearse("t", Scope.RETIRE);
		assertThat(asked.get()).isPositive();
		asked.set(0);
		assertThat(service.inspect().get(0).count(UnitState.EXPIRED)).as("what was learnt last").isEqualTo(1);
		assertThat(asked).hasValue(0);
	}

	@Test
	void anOrphanThatNobodyCanJudgeNeitherComesBackNorGoes(PostgresDatabase db) {
		db.execute(Tables.orphan("2026_06", "2026-07-01T00:00:00+00:00"));
		TablePartitionConfig t = Tables
			.monthly(keepOne().keeping(new Combination.ExpireIf(new Predicate.Bean("broken"))));
		Engine engine = Engine.on(db, TODAY).with("broken", (candidate) -> {
			throw new IllegalStateException();
		});
		MaintenanceResult result = engine.run(t);
		assertThat(done(result)).containsExactly("create t__2026_08");
		assertThat(findings(result)).containsExactly("condition_unknown t__2026_06");
		assertThat(done(engine.with("broken", (candidate) -> false).run(t))).containsExactly("attach t__2026_06");
	}

	@Test
	void aHoldKeepsPartitionsAndOrphansUntilItIsLifted(PostgresDatabase db) {
		db.execute(Tables.month("2026_05"), Tables.month("2026_06"), Tables.month("2026_07"));
		db.execute(Tables.orphan("2026_03", "2026-04-01T00:00:00+00:00"));
		db.execute(Tables.orphan("2026_04", "2026-05-01T00:00:00+00:00"));
		Hold hold = new Hold("case-4711", new Until.OnDate(LocalDate.of(2026, 4, 20)),
				new Until.OnDate(LocalDate.of(2026, 6, 2)));
		TablePartitionConfig t = Tables.monthly(keepOne().holding(List.of(hold)));
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult result = engine.run(t);
		assertThat(done(result)).containsExactly("create t__2026_08", "detach t__2026_07", "drop t__2026_07",
				"drop t__2026_03");
		assertThat(result.issues()).isEmpty();
		assertThat(result.plan().findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.code()).isEqualTo(FindingCode.LEGAL_HOLD);
			assertThat(finding.severity()).isEqualTo(Severity.INFO);
			assertThat(finding.message()).contains("case-4711", "3 partition(s)", "t__2026_04", "t__2026_05",
					"t__2026_06");
		});
		for (String held : List.of("t__2026_04", "t__2026_05", "t__2026_06")) {
			assertThat(unit(engine, t, held).why()).contains("legal hold case-4711");
		}
		assertThat(engine.run(t).outcome()).isEqualTo(Outcome.CONVERGED);
		MaintenanceResult refused = engine.service(t).partitions("t").drop(new RelationName("public", "t__2026_04"));
		assertThat(issues(refused)).containsExactly("drop under_legal_hold t__2026_04");
		assertThat(this.catalog.exists("t__2026_04")).isTrue();
		assertThat(done(engine.run(Tables.monthly(keepOne())))).containsExactlyInAnyOrder("detach t__2026_05",
				"detach t__2026_06", "drop t__2026_05", "drop t__2026_06", "drop t__2026_04");
	}

	@Test
	void aHoldBeneathKeepsTheUnitAboveIt(PostgresDatabase db) {
		db.execute(Trees.P);
		Hold hold = new Hold("case-4711", new Until.OnDate(LocalDate.of(2026, 7, 3)),
				new Until.OnDate(LocalDate.of(2026, 7, 4)));
		TablePartitionConfig open = Trees.p(keepOne(), Tables.ahead(1));
		TablePartitionConfig held = Trees.p(keepOne(), Tables.ahead(1).holding(List.of(hold)));
		Engine engine = Engine.on(db, "2026-07-10T00:00:00Z");
		engine.run(open);
		db.execute("INSERT INTO p VALUES (99, '2026-07-11Z')");
		engine.at(TODAY).run(open);
		db.execute("CREATE TABLE p__100 PARTITION OF p FOR VALUES FROM (100) TO (200) PARTITION BY RANGE (created_at)",
				"CREATE TABLE p__100__2026_08 PARTITION OF p__100 FOR VALUES FROM ('2026-08-01Z') TO ('2026-09-01Z')",
				"CREATE TABLE p__200 PARTITION OF p FOR VALUES FROM (200) TO (300) PARTITION BY RANGE (created_at)",
				"CREATE TABLE p__200__2026_08 PARTITION OF p__200 FOR VALUES FROM ('2026-08-01Z') TO ('2026-09-01Z')",
				"INSERT INTO p VALUES (250, '2026-08-11Z')");
		MaintenanceResult result = engine.run(held);
		assertThat(done(result)).containsExactly("detach p__100", "drop p__100");
		assertThat(unit(engine, held, "p__0").why()).contains("legal hold case-4711");
		assertThat(done(engine.run(open))).containsExactly("detach p__0", "drop p__0");
	}

	@Test
	void aHoldOnAUnitKeepsWhatLiesBeneathIt(PostgresDatabase db) {
		db.execute(SEEN);
		Hold hold = new Hold("case-4711", new Until.OnDate(LocalDate.of(2026, 8, 3)),
				new Until.OnDate(LocalDate.of(2026, 8, 4)));
		TablePartitionConfig open = seen(Tables.ahead(1), keepOne());
		TablePartitionConfig held = seen(Tables.ahead(1).holding(List.of(hold)), keepOne());
		Engine engine = Engine.on(db, TODAY);
		engine.run(open);
		db.execute("INSERT INTO h VALUES ('2026-08-26 10:00Z', '2026-08-26 10:00Z')");
		MaintenanceResult result = engine.at("2026-08-28T10:00:00Z").run(held);
		assertThat(done(result)).containsExactly("create h__2026_08__2026_08_28");
		assertThat(unit(engine, held, "h__2026_08__2026_08_26").why()).contains("legal hold case-4711");
		assertThat(done(engine.run(open))).containsExactly("detach h__2026_08__2026_08_26",
				"drop h__2026_08__2026_08_26");
	}

	@Test
	void whatWasDetachedBeneathAnOrphanStaysWhileTheOrphanDoes(PostgresDatabase db) {
		db.execute(SEEN);
		Lifecycle months = keepOne().dropping(Tables.grace("P30D")).detaching(DetachMode.BLOCKING);
		Lifecycle days = keepOne().dropping(Tables.grace("P7D"));
		TablePartitionConfig h = seen(months, days);
		Engine engine = Engine.on(db, "2026-08-28T10:00:00Z");
		engine.run(h);
		db.execute("INSERT INTO h VALUES ('2026-08-26 10:00Z', '2026-08-28 10:00Z')");
		engine.at("2026-08-30T10:00:00Z").run(h);
		assertThat(done(engine.at("2026-09-01T10:00:00Z").run(h))).contains("detach h__2026_08");
		Hold hold = new Hold("case-4711", new Until.OnDate(LocalDate.of(2026, 8, 3)), null);
		MaintenanceResult held = engine.at("2026-09-20T10:00:00Z").run(seen(months.holding(List.of(hold)), days));
		assertThat(done(held)).noneMatch((operation) -> operation.startsWith("drop"));
		TablePartitionConfig mended = seen(months.keeping(new Retention.KeepNewest(12)),
				days.keeping(new Retention.KeepNewest(100)));
		assertThat(done(engine.run(mended))).containsSubsequence("attach h__2026_08", "attach h__2026_08__2026_08_28")
			.noneMatch((operation) -> operation.startsWith("drop"));
		assertThat(this.catalog.rows("h")).isEqualTo(1);
	}

	@Test
	void aLimitCountsWhatWasDetachedBeneathAnOrphan(PostgresDatabase db) {
		db.execute(SEEN);
		Lifecycle months = keepOne().dropping(Tables.grace("P30D"));
		Lifecycle days = Tables.ahead(3).keeping(new Retention.KeepNewest(1)).dropping(Tables.grace("P7D"));
		Engine engine = Engine.on(db, "2026-08-26T10:00:00Z");
		engine.run(seen(months, days));
		engine.at("2026-08-28T10:00:00Z").run(seen(months, days));
		engine.at("2026-09-01T10:00:00Z").run(seen(months, days));
		MaintenanceResult result = engine.at("2026-09-20T10:00:00Z")
			.run(seen(months, days.limited(new Limits(1, null, null))));
		assertThat(findings(result)).anyMatch((finding) -> finding.startsWith("retention_limit"));
		assertThat(done(result)).noneMatch((operation) -> operation.startsWith("drop"));
	}

	@Test
	void aHoldThatCoversNothingIsTold(PostgresDatabase db) {
		Hold hold = new Hold("typo", new Until.OnDate(LocalDate.of(2062, 4, 20)), null);
		TablePartitionConfig t = Tables.monthly(keepOne().holding(List.of(hold)));
		MaintenanceResult created = Engine.on(db, TODAY).run(t, Scope.CREATE);
		assertThat(issues(created)).as("before anything is retired").containsExactly("plan hold_unused");
		assertThat(created.issues().get(0).message()).contains("typo [2062-04-20, infinity)", "covers no partition");
		assertThat(created.success()).isTrue();
	}

	@Test
	void aRunThatWantsTooMuchAsksFirst(PostgresDatabase db) {
		Engine engine = Engine.on(db, "2026-01-10T00:00:00Z");
		engine.run(Tables.monthly(Tables.ahead(10)));
		Limits limits = new Limits(null, null, new BigDecimal("0.3"));
		TablePartitionConfig t = Tables.monthly(keepOne().limited(limits));
		PartitionLifecycleService service = engine.at(TODAY).service(t);
		MaintenanceResult stopped = service.maintain("t", Scope.MAINTAIN);
		assertThat(stopped.done()).isEmpty();
		assertThat(stopped.success()).isTrue();
		assertThat(issues(stopped)).containsExactly("detach retention_limit t__2026_01");
		assertThat(stopped.issues().get(0).message()).contains("7 of 10 units", "max-share-per-run is 0.3");
		MaintenancePlan read = service.plan("t");
		assertThat(read.operations()).hasSize(14).allMatch(read::isWithheld);
		assertThat(service.plan("t").hash()).isEqualTo(read.hash());
		MaintenanceResult approved = service.apply(read);
		assertThat(approved.issues()).isEmpty();
		assertThat(approved.detachedCount()).isEqualTo(7);
		assertThat(approved.droppedCount()).isEqualTo(7);
		assertThat(service.maintain("t", Scope.MAINTAIN).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void oneUnitIsAlwaysWithinTheShare(PostgresDatabase db) {
		db.execute(Tables.month("2026_07"));
		TablePartitionConfig t = Tables.monthly(keepOne().limited(new Limits(null, null, new BigDecimal("0.01"))));
		assertThat(done(Engine.on(db, TODAY).run(t))).contains("drop t__2026_07");
	}

	@Test
	void bytesAreCountedForALimitAndDropsApartFromDetaches(PostgresDatabase db) {
		db.execute(Tables.month("2026_07"));
		db.execute(Tables.orphan("2026_05", "2026-06-01T00:00:00+00:00"));
		db.execute(Tables.orphan("2026_06", "2026-07-01T00:00:00+00:00"));
		TablePartitionConfig one = Tables.monthly(keepOne().limited(new Limits(2, null, null)));
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult result = engine.run(one);
		assertThat(done(result)).containsExactly("create t__2026_08", "detach t__2026_07");
		assertThat(issues(result)).containsExactly("drop retention_limit t__2026_07");
		TablePartitionConfig bytes = Tables.monthly(keepOne().limited(new Limits(null, new DataAmount(1000), null)));
		MaintenanceResult heavy = engine.run(bytes);
		assertThat(heavy.done()).isEmpty();
		assertThat(heavy.issues().get(0).message()).contains("max-bytes-per-run is 1000B");
		TablePartitionConfig enough = Tables
			.monthly(keepOne().limited(new Limits(3, DataAmount.valueOf("1GB"), BigDecimal.ONE)));
		assertThat(done(engine.run(enough))).containsExactlyInAnyOrder("drop t__2026_05", "drop t__2026_06",
				"drop t__2026_07");
	}

	@Test
	void askingCostsTheSameForOneTableAndForMany(PostgresDatabase db) {
		List<TablePartitionConfig> tables = new ArrayList<>();
		Retention asking = allOf(new Retention.KeepNewest(1), new Predicate.SizeAbove(DataAmount.valueOf("1TB")),
				new Predicate.Unreferenced());
		for (int i = 0; i < 20; i++) {
			db.execute("CREATE TABLE x" + i + " (created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)",
					"CREATE TABLE x" + i + "__2026_06 PARTITION OF x" + i
							+ " FOR VALUES FROM ('2026-06-01Z') TO ('2026-07-01Z')");
			tables.add(Tables.times("x" + i, "public.x" + i, Granularity.MONTH, keepOne().keeping(asking)));
		}
		Engine.on(db, TODAY).service(tables.toArray(TablePartitionConfig[]::new)).maintain(Scope.MAINTAIN);
		assertThat(statements(db, tables)).isEqualTo(statements(db, tables.subList(0, 1)));
	}

	private static int statements(PostgresDatabase db, List<TablePartitionConfig> tables) {
		List<String> statements = Collections.synchronizedList(new ArrayList<>());
		assertThat(Engine.on(db, TODAY)
			.over(db.recording(statements))
			.service(tables.toArray(TablePartitionConfig[]::new))
			.maintain(Scope.MAINTAIN)).allMatch((result) -> result.outcome() == Outcome.CONVERGED);
		return statements.size();
	}

}
