package io.partsmith.maintenance;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.KeyCodec;
import io.partsmith.scheme.Position;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Window;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.RoleDataSource;
import io.partsmith.testing.Tables;
import io.partsmith.testing.Trees;
import io.partsmith.topology.Datum;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What callers name: windows that must be there, tables to be adopted or dropped. */
@PostgresTest
class TablePartitionsTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(1, 1).dropping(Tables.grace("P30D")));

	private static final RelationName JUNE = RelationName.parse("t__2026_06");

	private static final String MARKER = "pg-partsmith:orphan-parent=public.t";

	private CatalogProbe catalog;

	@BeforeEach
	void makeM(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
		db.execute(Tables.M);
	}

	private static TablePartitions t(PostgresDatabase db) {
		return Engine.on(db, TODAY).service(T).partitions("t");
	}

	private static void legacy(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"), "INSERT INTO t (created_at) VALUES ('2026-06-02Z')",
				"ALTER TABLE t DETACH PARTITION t__2026_06", "COMMENT ON TABLE t__2026_06 IS 'June'");
	}

	@Test
	void s10_onlyTheNamedWindowIsMade(PostgresDatabase db) {
		db.execute(Tables.Q);
		PartitionLifecycleService service = Engine.on(db, TODAY).service(Tables.q(Tables.ahead(3)));
		Window window = new Window(Position.Id.of(5000), Position.Id.of(6000));
		MaintenanceResult result = service.partitions("q").ensure(window);
		assertThat(done(result)).containsExactly("create q__5000");
		assertThat(result.done().get(0).reason()).hasToString("explicit");
		assertThat(this.catalog.partitions("q")).containsExactly("q__5000");
		assertThat(this.catalog.bounds("q__5000")).isEqualTo("FOR VALUES FROM ('5000') TO ('6000')");
		assertThat(service.partitions("q").ensure(window).outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(service.partitions("q").ensure(BigInteger.valueOf(5999), BigInteger.valueOf(6001)).createdCount())
			.isEqualTo(1);
	}

	@Test
	void aWindowOffTheGridIsRefusedBeforeAnythingIsMade(PostgresDatabase db) {
		db.execute(Tables.Q);
		TablePartitions q = Engine.on(db, TODAY).service(Tables.q(Tables.ahead(1))).partitions("q");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> q.ensure(new Window(Position.Id.of(0), Position.Id.of(1000)),
					new Window(Position.Id.of(5000), Position.Id.of(5500))))
			.withMessageContaining("the nearest is [5000, 6000)");
		assertThat(this.catalog.partitions("q")).isEmpty();
	}

	@Test
	void daysAndInstantsStandForTheirWindows(PostgresDatabase db) {
		assertThat(done(t(db).ensure(LocalDate.of(2024, 1, 31), LocalDate.of(2024, 3, 1))))
			.containsExactly("create t__2024_01", "create t__2024_02");
		assertThat(done(t(db).ensure(Instant.parse("2024-02-03T00:00:00Z"), Instant.parse("2024-04-03T00:00:00Z"))))
			.containsExactly("create t__2024_04");
		db.execute("INSERT INTO t (created_at) VALUES ('2024-01-05Z'), ('2024-04-05Z')");
	}

	@Test
	void anOrphanComesBackWhenItsWindowIsNamed(PostgresDatabase db) {
		legacy(db);
		long oid = this.catalog.oid("t__2026_06");
		TablePartitions t = t(db);
		t.adopt(JUNE);
		assertThat(done(t.ensure(Instant.parse("2026-06-10T00:00:00Z")))).containsExactly("attach t__2026_06");
		assertThat(this.catalog.oid("t__2026_06")).isEqualTo(oid);
		assertThat(this.catalog.comment("t__2026_06")).isEqualTo("June");
		assertThat(this.catalog.rows("t")).isEqualTo(1);
	}

	@Test
	void aBatchReadsTheCatalogAsOftenAsOneWindow(PostgresDatabase db) {
		assertThat(looks(db, LocalDate.of(2024, 2, 1))).isEqualTo(looks(db, LocalDate.of(2026, 1, 1)))
			.isLessThanOrEqualTo(3);
		assertThat(looks(db, LocalDate.of(2026, 1, 1))).isOne();
	}

	private static long looks(PostgresDatabase db, LocalDate until) {
		List<String> statements = new ArrayList<>();
		Engine.on(db, TODAY)
			.over(db.recording(statements))
			.service(T)
			.partitions("t")
			.ensure(LocalDate.of(2024, 1, 1), until);
		return statements.stream().filter((sql) -> sql.contains("WITH RECURSIVE tree")).count();
	}

	@Test
	void theCreateLanesLockIsAskedForAndACreateOnlyModeIsEnough(PostgresDatabase db) throws SQLException {
		PartitionLifecycleService service = Engine.on(db, TODAY).in(Mode.CREATE_ONLY).service(T);
		List<MaintenanceResult> inner = new ArrayList<>();
		Engine.on(db, TODAY).with(new PartitionLifecycleHooks() {
			@Override
			public void beforeCreate(TablePartitionConfig config, String name, String from, String to) {
				inner.add(service.partitions("t").ensure(Instant.parse("2024-01-05T00:00:00Z")));
			}
		}).run(T);
		assertThat(inner).singleElement().extracting(MaintenanceResult::reason).isEqualTo(RunReason.LOCK_HELD);
		assertThat(done(service.partitions("t").ensure(Instant.parse("2024-01-05T00:00:00Z"))))
			.containsExactly("create t__2024_01");
		assertThat(service.partitions("t").drop(JUNE).reason()).isEqualTo(RunReason.CREATE_ONLY);
		assertThat(Engine.on(db, TODAY)
			.in(Mode.OFF)
			.service(T)
			.partitions("t")
			.ensure(Instant.parse("2024-02-05T00:00:00Z"))
			.reason()).isEqualTo(RunReason.MODE_OFF);
	}

	@Test
	void s31_anAdoptedTableIsDroppedByTheNextRunWhateverTheGrace(PostgresDatabase db) {
		legacy(db);
		PartitionLifecycleService service = Engine.on(db, TODAY).service(T);
		TablePartitions t = service.partitions("t");
		assertThat(t.adopt(JUNE)).isTrue();
		assertThat(t.adopt(JUNE)).isTrue();
		assertThat(this.catalog.comment("t__2026_06")).isEqualTo(MARKER + "\nJune");
		assertThat(t.adopt(RelationName.parse("t__1999_01"))).isFalse();
		assertThat(done(service.maintain("t", Scope.RETIRE))).containsExactly("drop t__2026_06");
	}

	@Test
	void s31_anAttachedTableIsNotAdopted(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"));
		assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> t(db).adopt(JUNE))
			.withMessageContaining("is attached to public.t")
			.satisfies((ex) -> assertThat(ex.code()).hasToString("partition_attached"))
			.satisfies(
					(ex) -> assertThat(ex.next()).contains("ALTER TABLE public.t DETACH PARTITION public.t__2026_06"));
		assertThat(this.catalog.comment("t__2026_06")).isNull();
	}

	@Test
	void anOrphanKeepsItsMarkerWhenItIsAdopted(PostgresDatabase db) {
		db.execute(Tables.orphan("2026_06", "2026-08-20T00:00:00+00:00"));
		assertThat(t(db).adopt(JUNE)).isTrue();
		assertThat(this.catalog.comment("t__2026_06")).contains("detached-at=2026-08-20");
	}

	@Test
	void anAdoptedTableWhoseWindowIsKeptComesBack(PostgresDatabase db) {
		legacy(db);
		PartitionLifecycleService service = Engine.on(db, TODAY).service(Tables.monthly(Tables.aheadKeep(1, 3)));
		service.partitions("t").adopt(JUNE);
		assertThat(done(service.maintain("t", Scope.MAINTAIN))).contains("attach t__2026_06");
		assertThat(this.catalog.rows("t")).isEqualTo(1);
	}

	@Test
	void aTableThatCouldBeNoPartitionIsNotAdopted(PostgresDatabase db) {
		db.execute("""
				CREATE TABLE t__2026_06 (id text NOT NULL, created_at timestamptz, extra int,
				  payload text COLLATE "C")""");
		assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> t(db).adopt(JUNE))
			.withMessageContaining("the column created_at takes NULL")
			.withMessageContaining("the column extra is one too many")
			.withMessageContaining("the column id is text in place of bigint")
			.withMessageContaining("the column payload has another collation")
			.satisfies((ex) -> assertThat(ex.code()).hasToString("shape_mismatch"));
		db.execute("CREATE VIEW v AS SELECT * FROM t", "CREATE TABLE less (id bigint NOT NULL)",
				"CREATE TABLE heir () INHERITS (less)");
		refused(db, "v", "is no table");
		refused(db, "less", "the column created_at is missing");
		refused(db, "heir", "is attached to public.less");
		refused(db, "t", "is itself configured, as 't'");
		assertThat(this.catalog.comment("t__2026_06")).isNull();
	}

	private static void refused(PostgresDatabase db, String table, String why) {
		assertThatExceptionOfType(PartitionOperationException.class)
			.isThrownBy(() -> t(db).adopt(RelationName.parse(table)))
			.withMessageContaining(why);
	}

	@Test
	void theMarkerOfAnotherTableIsNotOverwritten(PostgresDatabase db) {
		legacy(db);
		db.execute("COMMENT ON TABLE t__2026_06 IS 'pg-partsmith:orphan-parent=public.other'");
		refused(db, "t__2026_06", "carries the marker of public.other");
	}

	@Test
	void aTableOfSomebodyElseOrUnderALockIsToldSo(PostgresDatabase db) throws SQLException {
		legacy(db);
		try (Connection other = db.connect()) {
			other.setAutoCommit(false);
			other.createStatement().execute("LOCK TABLE t__2026_06");
			assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> t(db).adopt(JUNE))
				.satisfies((ex) -> assertThat(ex.code()).hasToString("lock_not_available"));
		}
		db.execute("CREATE ROLE t_somebody");
		TablePartitions theirs = Engine.on(db, TODAY)
			.over(new RoleDataSource(db.dataSource(), "t_somebody"))
			.service(T)
			.partitions("t");
		assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> theirs.adopt(JUNE))
			.satisfies((ex) -> assertThat(ex.code()).hasToString("not_owner"))
			.withMessageContaining("owner of public.t,");
		db.execute("ALTER TABLE t OWNER TO t_somebody", "GRANT CREATE ON SCHEMA public TO t_somebody");
		assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> theirs.adopt(JUNE))
			.satisfies((ex) -> assertThat(ex.code()).hasToString("not_owner"))
			.satisfies((ex) -> assertThat(ex.next()).startsWith("ALTER TABLE public.t__2026_06 OWNER TO"))
			.withMessageContaining("42501");
		assertThat(this.catalog.comment("t__2026_06")).isEqualTo("June");
	}

	@Test
	void s40_withoutMarkerATableIsDroppedOnlyOnTheCallersWord(PostgresDatabase db) {
		legacy(db);
		List<String> hooks = new ArrayList<>();
		TablePartitions t = Engine.on(db, TODAY).with(new PartitionLifecycleHooks() {
			@Override
			public void beforeDrop(String tableName, String partitionName) {
				hooks.add(partitionName);
			}
		}).service(T).partitions("t");
		assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> t.drop(JUNE))
			.withMessageContaining("does not carry the marker of public.t")
			.satisfies((ex) -> assertThat(ex.next()).contains("adopt"));
		assertThat(this.catalog.exists("t__2026_06")).isTrue();
		assertThat(t.dropUnmarked(JUNE).droppedCount()).isEqualTo(1);
		assertThat(this.catalog.exists("t__2026_06")).isFalse();
		assertThat(hooks).containsExactly("public.t__2026_06");
	}

	@Test
	void s40_aTableOfAnotherShapeIsNotDroppedEvenSo(PostgresDatabase db) {
		db.execute("CREATE TABLE invoices (x int)");
		assertThatExceptionOfType(PartitionOperationException.class)
			.isThrownBy(() -> t(db).dropUnmarked(RelationName.parse("invoices")))
			.withMessageContaining("could not be a partition");
		assertThat(this.catalog.exists("invoices")).isTrue();
	}

	@Test
	void s41_anAttachedTableIsNotDroppedThoughItCarriesTheMarker(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"), "COMMENT ON TABLE t__2026_06 IS '" + MARKER + "'",
				"INSERT INTO t (created_at) VALUES ('2026-06-02Z')");
		assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> t(db).drop(JUNE))
			.withMessageContaining("is attached to public.t");
		assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> t(db).dropUnmarked(JUNE));
		assertThat(this.catalog.rows("t")).isEqualTo(1);
	}

	@Test
	void s43_aSecondDropAndAMissingNameDoNothing(PostgresDatabase db) {
		db.execute(Tables.orphan("2026_06", "2026-08-25T00:00:00+00:00"));
		TablePartitions t = t(db);
		assertThat(done(t.drop(JUNE))).containsExactly("drop t__2026_06");
		MaintenanceResult second = t.drop(JUNE);
		assertThat(second.outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(second.droppedCount()).isZero();
		assertThat(issues(second)).isEmpty();
		assertThat(t.dropUnmarked(RelationName.parse("nothing")).success()).isTrue();
	}

	@Test
	void anOrphanWhosePartitionIsGoneIsLeftWithAnIssue(PostgresDatabase db) {
		db.execute(Trees.P, "CREATE TABLE lost (LIKE p)",
				"COMMENT ON TABLE lost IS 'pg-partsmith:orphan-parent=public.p__700'");
		TablePartitions p = Engine.on(db, TODAY).service(Trees.p(Tables.ahead(1), Tables.ahead(1))).partitions("p");
		MaintenanceResult result = p.drop(RelationName.parse("lost"));
		assertThat(result.outcome()).isEqualTo(Outcome.BLOCKED);
		assertThat(issues(result)).containsExactly("drop stale_marker lost");
		assertThat(result.issues().get(0).next()).contains("public.p__700", "DROP TABLE public.lost");
		assertThat(this.catalog.exists("lost")).isTrue();
	}

	@Test
	void s97_aPartitionIsClosedWhenTheClockHasPassedIt(PostgresDatabase db) {
		db.execute(Tables.month("2026_06"), Tables.month("2026_08"), "CREATE TABLE u (id uuid) PARTITION BY RANGE (id)",
				"CREATE TABLE u__1 PARTITION OF u FOR VALUES FROM (MINVALUE) TO (MAXVALUE)");
		TablePartitions t = t(db);
		assertThat(t.closure(JUNE).closed()).isTrue();
		assertThat(t.closure(JUNE, Duration.ofDays(60)).closed()).isFalse();
		assertThat(t.closure(RelationName.parse("t__2026_08")).closed()).isFalse();
		TablePartitionConfig u = new TablePartitionConfig("u", RelationName.parse("u"),
				new RangeScheme(List.of("id"), T.progression().orElseThrow().boundaries()), T.lifecycle());
		assertThat(Engine.on(db, TODAY).service(u).partitions("u").closure(RelationName.parse("u__1")))
			.satisfies((closure) -> assertThat(closure.closed()).isFalse())
			.satisfies((closure) -> assertThat(closure.reason()).contains("uuid"));
	}

	@Test
	void s97_aUuidTellsItsTimeByItsCodec(PostgresDatabase db) {
		db.execute("CREATE TABLE u (id uuid PRIMARY KEY) PARTITION BY RANGE (id)");
		TablePartitionConfig u = new TablePartitionConfig("u", RelationName.parse("u"),
				new RangeScheme(List.of("id"), new Boundaries.Time(Granularity.WEEK, ZoneOffset.UTC, KeyCodec.UUIDV7)),
				Tables.ahead(1));
		PartitionLifecycleService service = Engine.on(db, TODAY).service(u);
		service.maintain("u", Scope.CREATE);
		TablePartitions partitions = service.partitions("u");
		assertThat(done(partitions.ensure(LocalDate.of(2026, 8, 17), LocalDate.of(2026, 8, 24))))
			.containsExactly("create u__2026_w34");
		assertThat(partitions.closure(RelationName.parse("u__2026_w34")).closed()).isTrue();
		assertThat(partitions.closure(RelationName.parse("u__2026_w35")).closed()).isFalse();
	}

	private static final String TIERS = """
			CREATE TABLE e (tier text, created_at timestamptz NOT NULL, tenant bigint) PARTITION BY LIST (tier)""";

	/** {@code LIST(tier) -> RANGE(time) -> HASH(tenant)}. */
	private static TablePartitionConfig tiers() {
		GroupScheme groups = new GroupScheme("tier",
				List.of(new GroupScheme.Group("hot", List.of(new Datum.Literal("h"))),
						new GroupScheme.Group("cold", List.of(new Datum.Literal("c")))),
				null, new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC))
					.dividedBy(new HashScheme(List.of("tenant"), 2, null)));
		return new TablePartitionConfig("e", RelationName.parse("e"), groups,
				Tables.aheadKeep(1, 1).dropping(Tables.grace("P30D")));
	}

	@Test
	void everyMemberOfASetGetsItsOwnWindow(PostgresDatabase db) {
		db.execute(TIERS);
		PartitionLifecycleService service = Engine.on(db, TODAY).service(tiers());
		service.maintain("e", Scope.CREATE);
		MaintenanceResult result = service.partitions("e").ensure(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 2, 1));
		assertThat(done(result)).containsExactlyInAnyOrder("create e__hot__2024_01", "create e__cold__2024_01");
		assertThat(this.catalog.partitions("e__hot__2024_01")).hasSize(2);
		db.execute("INSERT INTO e VALUES ('h', '2024-01-05Z', 1), ('c', '2024-01-05Z', 2)");
	}

	@Test
	void beneathASetATableIsAdoptedForItsOwnBranch(PostgresDatabase db) {
		db.execute(TIERS);
		PartitionLifecycleService service = Engine.on(db, TODAY).service(tiers());
		service.maintain("e", Scope.CREATE);
		TablePartitions e = service.partitions("e");
		RelationName legacy = RelationName.parse("legacy");
		db.execute("CREATE TABLE legacy (LIKE e)");
		assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> e.adopt(legacy))
			.withMessageContaining("public.e is not divided into windows");
		assertThat(e.adopt(legacy, RelationName.parse("e__hot"))).isTrue();
		assertThat(this.catalog.comment("legacy")).isEqualTo("pg-partsmith:orphan-parent=public.e__hot");
		assertThat(done(e.drop(legacy))).containsExactly("drop legacy");
		db.execute("CREATE TABLE stray (LIKE e)", "COMMENT ON TABLE stray IS 'pg-partsmith:orphan-parent=public.e'");
		assertThat(issues(e.drop(RelationName.parse("stray")))).containsExactly("drop stale_marker stray");
		assertThat(this.catalog.exists("stray")).isTrue();
		assertThatExceptionOfType(PartitionOperationException.class)
			.isThrownBy(() -> e.drop(RelationName.parse("e__hot__2026_08__h0")))
			.withMessageContaining("is attached");
	}

	@Test
	void whatLiesBeneathAWindowIsClosedWhenTheWindowIs(PostgresDatabase db) {
		db.execute(TIERS);
		Engine engine = Engine.on(db, TODAY);
		PartitionLifecycleService service = engine.service(tiers());
		service.maintain("e", Scope.CREATE);
		RelationName leaf = RelationName.parse("e__cold__2026_08__h1");
		assertThat(service.partitions("e").closure(leaf).closed()).isFalse();
		assertThat(service.partitions("e").closure(RelationName.parse("e__cold")).reason()).contains("in no window");
		engine.at("2026-09-01T00:00:00Z");
		assertThat(service.partitions("e").closure(leaf).closed()).isTrue();
		assertThat(service.partitions("e").closure(RelationName.parse("e__cold__2026_08")).closed()).isTrue();
		assertThat(service.partitions("e").closure(RelationName.parse("e__cold")).closed()).isFalse();
	}

}
