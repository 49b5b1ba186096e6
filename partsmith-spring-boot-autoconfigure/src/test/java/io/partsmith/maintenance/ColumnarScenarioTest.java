package io.partsmith.maintenance;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.lifecycle.Columnar;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.LockLimits;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Results;
import io.partsmith.testing.Sessions;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Closed partitions are kept in columns. The access method of that name is PostgreSQL's
 * own heap here: what is looked at is when and how a partition is rewritten, by locks,
 * checks and statements; what columns do then is Citus' matter.
 */
@PostgresTest
class ColumnarScenarioTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static final TablePartitionConfig TABLE = columnar("P30D");

	private static final String[] JUNE = { "DROP TABLE IF EXISTS t CASCADE", Tables.M, Tables.month("2026_06"),
			Tables.month("2026_07"), Tables.month("2026_08"), "INSERT INTO t (created_at) VALUES ('2026-06-10Z')" };

	private PostgresDatabase db;

	private static TablePartitionConfig columnar(String after) {
		return Tables.monthly(Tables.ahead(1).converting(new Columnar(TimeAmount.valueOf(after))));
	}

	@BeforeEach
	void months(PostgresDatabase database) {
		this.db = database;
		database.execute("DROP ACCESS METHOD IF EXISTS columnar CASCADE", Tables.M, Tables.month("2026_05"),
				Tables.month("2026_06"), Tables.month("2026_07"), Tables.month("2026_08"),
				"INSERT INTO t (created_at, payload) SELECT '2026-05-10Z', 'x' FROM generate_series(1, 100)",
				"CREATE ACCESS METHOD columnar TYPE TABLE HANDLER heap_tableam_handler");
	}

	private Engine engine() {
		return Engine.on(this.db, TODAY);
	}

	private boolean isOld() {
		return this.db.majorVersion() < 15;
	}

	/** Which partitions are columnar. */
	private List<String> columnar() {
		return this.db.queryStrings("SELECT c.relname FROM pg_class AS c JOIN pg_am AS m ON m.oid = c.relam"
				+ " WHERE m.amname = 'columnar' AND c.relispartition ORDER BY 1");
	}

	@Test
	void eachIsConvertedInItsOwnTransactionAndKeepsWhatItIs() {
		assumeThat(isOld()).isFalse();
		String look = "SELECT string_agg(oid || ' ' || relname, ',' ORDER BY relname) FROM pg_class"
				+ " WHERE relispartition AND relkind = 'r'";
		String before = this.db.queryOne(look);
		List<String> events = new ArrayList<>();
		List<String> statements = Collections.synchronizedList(new ArrayList<>());
		MaintenanceResult result = engine().with(new PartitionLifecycleHooks() {
			@Override
			public void onEvent(PartitionEvent event) {
				events.add(event.toString());
			}
		}).over(this.db.recording(statements)).run(TABLE);
		assertThat(result.success()).as(result.toString()).isTrue();
		assertThat(done(result)).containsExactly("convert t__2026_05", "convert t__2026_06");
		assertThat(result.convertedCount()).isEqualTo(2);
		assertThat(columnar()).containsExactly("t__2026_05", "t__2026_06");
		assertThat(this.db.<String>queryOne(look)).isEqualTo(before);
		assertThat(this.db.<Long>queryOne("SELECT count(*) FROM t")).isEqualTo(100);
		assertThat(events).isEmpty();
		assertThat(statements).filteredOn((sql) -> sql.startsWith("ALTER TABLE"))
			.containsExactly("ALTER TABLE public.t__2026_05 SET ACCESS METHOD columnar",
					"ALTER TABLE public.t__2026_06 SET ACCESS METHOD columnar");
		assertThat(statements).noneMatch((sql) -> sql.contains("LOCK TABLE ONLY public.t "));
		Results.assertConverged(engine(), TABLE);
	}

	@Test
	void whatIsConvertedCostsNotOneStatementMore() {
		assumeThat(isOld()).isFalse();
		engine().run(TABLE);
		List<List<String>> statements = List.of(Collections.synchronizedList(new ArrayList<>()),
				Collections.synchronizedList(new ArrayList<>()));
		List<TablePartitionConfig> tables = List.of(TABLE, Tables.monthly(Tables.ahead(1)));
		for (int i = 0; i < 2; i++) {
			assertThat(engine().over(this.db.recording(statements.get(i))).run(tables.get(i)).outcome())
				.isEqualTo(Outcome.CONVERGED);
		}
		assertThat(statements.get(0)).isEqualTo(statements.get(1)).isNotEmpty();
	}

	@Test
	void aLongerTimeBringsRowsBackAndWithoutTheKeyNothingIsTouched() {
		assumeThat(isOld()).isFalse();
		engine().run(TABLE);
		assertThat(engine().run(Tables.monthly(Tables.ahead(1))).outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(columnar()).hasSize(2);
		assertThat(done(engine().run(columnar("P60D")))).containsExactly("convert t__2026_06");
		assertThat(columnar()).containsExactly("t__2026_05");
		MaintenanceResult all = engine().run(columnar("P1000Y"));
		assertThat(done(all)).containsExactly("convert t__2026_05");
		assertThat(all.done().get(0).reason()).hasToString("columnar_early");
		assertThat(columnar()).isEmpty();
		assertThat(this.db.<Long>queryOne("SELECT count(*) FROM t")).isEqualTo(100);
	}

	@Test
	void theCreateLaneConvertsNothingAndAsksNothing() {
		MaintenanceResult result = engine().service(TABLE).maintain("t", Scope.CREATE);
		assertThat(result.outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(findings(result)).isEmpty();
		assertThat(columnar()).isEmpty();
	}

	@Test
	void withoutTheAccessMethodOrVersionItSaysWhatIsMissing() {
		this.db.execute("DROP ACCESS METHOD columnar");
		MaintenanceResult result = engine().run(TABLE);
		assertThat(result.success()).isTrue();
		assertThat(issues(result)).containsExactly("convert conversion_left t__2026_05");
		assertThat(result.issues().get(0).message()).contains("2 partition(s)",
				isOld() ? "older than PostgreSQL 15" : "no access method columnar (42704)");
		assertThat(result.issues().get(0).next()).contains(isOld() ? "Upgrade" : "CREATE EXTENSION citus_columnar");
		assertThat(columnar()).isEmpty();
	}

	/** PostgreSQL would convert all of these, and Citus refuse rows of most of them. */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					CREATE INDEX gin ON t USING gin (to_tsvector('simple', payload))                          | index public.gin (gin)                   | DROP INDEX public.gin, which takes it from every partition
					CREATE INDEX br ON t__2026_06 USING brin (created_at)                                      | index public.br (brin)                   | DROP INDEX public.br;
					ALTER TABLE t__2026_06 ADD CONSTRAINT one EXCLUDE USING gist (tstzrange(created_at, created_at) WITH &&)| the constraint one of public.t__2026_06  | ALTER TABLE public.t__2026_06 DROP CONSTRAINT one;
					CREATE TABLE o (id bigint PRIMARY KEY); ALTER TABLE t ADD COLUMN o bigint REFERENCES o     | foreign key t_o_fkey of public.t         | ALTER TABLE public.t DROP CONSTRAINT t_o_fkey
					CREATE TABLE o (id bigint, at timestamptz, FOREIGN KEY (id, at) REFERENCES t)              | foreign key o_id_at_fkey of public.o     | ALTER TABLE public.o DROP CONSTRAINT o_id_at_fkey
					CREATE TRIGGER later AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()                   | trigger later of public.t,               | DROP TRIGGER later ON public.t
					CREATE TRIGGER "one Only" AFTER UPDATE ON t__2026_06 FOR EACH ROW EXECUTE FUNCTION f()     | trigger "one Only" of public.t__2026_06  | DROP TRIGGER "one Only" ON public.t__2026_06
					CREATE PUBLICATION p FOR TABLE t                                                           | publication p                            | ALTER PUBLICATION p DROP TABLE public.t, of which
					CREATE PUBLICATION p FOR TABLE t__2026_06                                                  | publication p                            | ALTER PUBLICATION p DROP TABLE public.t__2026_06, of which
					ALTER TABLE t__2026_06 SET UNLOGGED                                                        | unlogged                                 | ALTER TABLE public.t__2026_06 SET LOGGED
					CREATE ACCESS METHOD own TYPE TABLE HANDLER heap_tableam_handler; ALTER TABLE t__2026_06 SET ACCESS METHOD own | access method is own | ALTER TABLE public.t__2026_06 SET ACCESS METHOD heap
					""")
	void whatColumnsRefuseIsFoundBefore(String obstacle, String message, String next) {
		assumeThat(isOld()).isFalse();
		this.db.execute(JUNE);
		this.db.execute("DROP ACCESS METHOD IF EXISTS own CASCADE",
				"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
		this.db.execute(obstacle.split("; "));
		MaintenanceResult result = engine().run(TABLE);
		assertThat(result.success()).isTrue();
		assertThat(done(result)).isEmpty();
		assertThat(issues(result)).containsExactly("convert conversion_left t__2026_06");
		assertThat(result.issues().get(0).message()).contains(message);
		assertThat(result.issues().get(0).next()).contains(next);
		assertThat(columnar()).isEmpty();
		Matcher sql = Pattern.compile("((DROP|ALTER) .*?)(, |; or take columnar-after)")
			.matcher(result.issues().get(0).next());
		assertThat(sql.find()).isTrue();
		this.db.execute(sql.group(1));
		assertThat(done(engine().run(TABLE))).containsExactly("convert t__2026_06");
	}

	/**
	 * To switch the inserts of a publication off would let all its subscribers diverge.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "ALL TABLES", "TABLES IN SCHEMA public" })
	void noStepTakesTheInsertsOfOtherTablesFromAPublication(String published) {
		assumeThat(isOld()).isFalse();
		this.db.execute(JUNE);
		this.db.execute("CREATE PUBLICATION p FOR " + published);
		MaintenanceResult result = engine().run(TABLE);
		assertThat(issues(result)).containsExactly("convert conversion_left t__2026_06");
		assertThat(result.issues().get(0).message()).contains("publication p");
		assertThat(result.issues().get(0).next()).contains("leaves nothing out; or take columnar-after out")
			.doesNotContain("ALTER");
	}

	/** None of these is in the way. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			CREATE INDEX h ON t USING hash (payload)
			CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()
			CREATE TRIGGER s AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION f()
			CREATE PUBLICATION p FOR ALL TABLES WITH (publish = 'delete')
			CREATE PUBLICATION p FOR TABLE t__2026_08
			ALTER TABLE t__2026_06 ENABLE ROW LEVEL SECURITY
			ALTER TABLE t__2026_06 SET (fillfactor = 70)
			""")
	void whatColumnsTakeIsNoObstacle(String harmless) {
		assumeThat(isOld()).isFalse();
		this.db.execute(JUNE);
		this.db.execute("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'", harmless);
		assertThat(done(engine().run(TABLE))).containsExactly("convert t__2026_06");
	}

	@Test
	void whatCameSinceThePlanIsSeenUnderTheLock() {
		assumeThat(isOld()).isFalse();
		PartitionLifecycleService service = engine().service(TABLE);
		MaintenancePlan plan = service.plan("t");
		this.db.execute("CREATE PUBLICATION p FOR TABLE t__2026_05");
		MaintenanceResult result = service.apply(plan);
		assertThat(result.success()).isTrue();
		assertThat(done(result)).containsExactly("convert t__2026_06");
		assertThat(issues(result)).containsExactly("convert conversion_left t__2026_05");
		assertThat(columnar()).containsExactly("t__2026_06");
	}

	/** A partition that a report reads stays; the next one is converted all the same. */
	@Test
	void whoReadsAPartitionKeepsOnlyThatOneAndNoNewPartition() throws SQLException {
		assumeThat(isOld()).isFalse();
		try (Sessions report = Sessions.named(this.db, "report")) {
			report.run("SELECT count(*) FROM t__2026_05");
			CompletableFuture<MaintenanceResult> retire = CompletableFuture
				.supplyAsync(() -> engine().service(TABLE).maintain("t", Scope.RETIRE));
			Sessions.awaitWaiting(this.db, "partsmith retire%");
			MaintenanceResult create = Engine.on(this.db, "2026-09-02T00:00:00Z")
				.service(columnar("P1000D"))
				.maintain("t", Scope.CREATE);
			assertThat(done(create)).containsExactly("create t__2026_09");
			MaintenanceResult result = retire.join();
			assertThat(result.success()).isTrue();
			assertThat(done(result)).containsExactly("convert t__2026_06");
			assertThat(issues(result)).containsExactly("convert conversion_left t__2026_05");
			assertThat(result.issues().get(0).message()).contains("got no lock in 3 attempt(s)", "report");
			report.rollback();
		}
		assertThat(done(engine().run(TABLE))).containsExactly("convert t__2026_05");
	}

	/** The rewrite holds its lock, and gives it up for whoever has waited too long. */
	@Test
	void aRewriteMakesWayForReaders() throws Exception {
		assumeThat(isOld()).isFalse();
		this.db.execute("INSERT INTO t (created_at, payload) SELECT '2026-06-10Z', repeat('x', 200)"
				+ " FROM generate_series(1, 300000)");
		LockLimits limits = new LockLimits(Duration.ofSeconds(5), 3, Duration.ofMinutes(1), Duration.ofMillis(50));
		try (Sessions shop = Sessions.named(this.db, "shop")) {
			CompletableFuture<MaintenanceResult> run = CompletableFuture
				.supplyAsync(() -> engine().with(limits).run(TABLE));
			while (!run.isDone()) {
				shop.run("SELECT FROM t WHERE created_at = '2026-06-10Z' AND id = 1");
				shop.rollback();
			}
			MaintenanceResult result = run.get(60, TimeUnit.SECONDS);
			assertThat(issues(result)).containsExactly("convert conversion_left t__2026_06");
			assertThat(result.issues().get(0).message()).contains("made way 3 time(s)");
			assertThat(columnar()).containsExactly("t__2026_05");
		}
	}

	/** A lock that lasts for minutes is not taken where nobody could end it. */
	@Test
	void nothingIsRewrittenWhileNobodySeesWhoWaits() {
		assumeThat(isOld()).isFalse();
		this.db.execute("ALTER DATABASE " + this.db.name() + " SET track_activities = off");
		try {
			MaintenanceResult result = engine().over(Connections.of(this.db)).run(TABLE);
			assertThat(result.success()).isTrue();
			assertThat(issues(result)).containsExactly("convert conversion_left t__2026_05",
					"convert conversion_left t__2026_06");
			assertThat(result.issues().get(0).message()).contains("nobody could break the rewrite off");
			assertThat(result.issues().get(0).next()).contains("track_activities = on",
					"ALTER TABLE public.t__2026_05 SET ACCESS METHOD columnar");
		}
		finally {
			this.db.execute("ALTER DATABASE " + this.db.name() + " RESET track_activities");
		}
		assertThat(columnar()).isEmpty();
		assertThat(engine().run(TABLE).convertedCount()).isEqualTo(2);
	}

	@Test
	void columnarOrphansAreDroppedLikeOthers() {
		assumeThat(isOld()).isFalse();
		engine().run(TABLE);
		Lifecycle keepOne = Tables.aheadKeep(1, 1).converting(new Columnar(TimeAmount.valueOf("P30D")));
		List<String> statements = Collections.synchronizedList(new ArrayList<>());
		MaintenanceResult result = engine().over(this.db.recording(statements)).run(Tables.monthly(keepOne));
		assertThat(result.droppedCount()).isEqualTo(3);
		assertThat(statements).filteredOn((sql) -> sql.startsWith("DROP TABLE")).hasSize(1);
	}

	@Test
	void thePreviewIsWhatIsSent() {
		assumeThat(isOld()).isFalse();
		PartitionLifecycleService service = engine().service(TABLE);
		Operation first = service.plan("t").operations().get(0);
		List<String> sql = service.sql(first);
		assertThat(sql).containsSubsequence("BEGIN", "LOCK TABLE ONLY public.t__2026_05 IN ACCESS EXCLUSIVE MODE",
				"ALTER TABLE public.t__2026_05 SET ACCESS METHOD columnar", "COMMIT");
		this.db.execute(String.join(";\n", sql));
		assertThat(columnar()).containsExactly("t__2026_05");
	}

}
