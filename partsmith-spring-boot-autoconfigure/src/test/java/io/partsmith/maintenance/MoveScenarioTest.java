package io.partsmith.maintenance;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.GroupScheme.Group;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.Datum;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static io.partsmith.testing.Results.issues;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

/** Rows of wanted windows that lie in DEFAULT, on a real database. */
@PostgresTest
class MoveScenarioTest {

	private static final String TODAY = "2026-08-26T10:00:00Z";

	private static final String DEFAULT = "CREATE TABLE rest PARTITION OF t DEFAULT";

	private CatalogProbe catalog;

	@BeforeEach
	void probe(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
	}

	/** Rows of August; the second thousand of them is worth a copy. */
	private static String rows(int count) {
		return "INSERT INTO t (id, created_at, payload) SELECT g, '2026-08-01Z'::timestamptz + g * interval '1 second',"
				+ " 'row ' || g FROM generate_series(1, " + count + ") AS g";
	}

	@Test
	void s61_aWantedWindowTakesItsRowsAlong(PostgresDatabase db) {
		db.execute(Tables.M, DEFAULT, "INSERT INTO t (created_at) VALUES ('2024-04-15Z')");
		MaintenanceResult result = Engine.on(db, "2024-04-01T00:00:00Z").run(Tables.monthly(Tables.ahead(1)));
		assertThat(result.error()).isNull();
		assertThat(result.issues()).isEmpty();
		assertThat(done(result)).containsExactly("move t__2024_04");
		assertThat(result.createdCount()).isEqualTo(1);
		assertThat(this.catalog.partitions("t")).containsExactly("rest", "t__2024_04");
		assertThat(this.catalog.rows("t__2024_04")).isEqualTo(1);
		assertThat(this.catalog.rows("rest")).isZero();
		assertThat(Engine.on(db, "2024-04-01T00:00:00Z").run(Tables.monthly(Tables.ahead(1))).outcome())
			.isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void s62_rowsLandInTheBuckets(PostgresDatabase db) {
		db.execute(Tables.N, "CREATE TABLE rest PARTITION OF n DEFAULT",
				"INSERT INTO n SELECT g, '2026-08-25Z', 'x' FROM generate_series(1, 6) AS g");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(result.error()).isNull();
		assertThat(done(result)).containsExactly("move n__2026_w35");
		assertThat(this.catalog.rows("n__2026_w35__h0") + this.catalog.rows("n__2026_w35__h1")).isEqualTo(6);
		assertThat(this.catalog.rows("rest")).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 2_500 })
	void thePlanSaysWhatMovesAndTheRowsAreAsTheyWere(int count, PostgresDatabase db) {
		db.execute(Tables.M, DEFAULT, rows(count), "INSERT INTO t (created_at) VALUES ('2031-01-01Z')",
				"CREATE TABLE before AS SELECT * FROM t");
		TablePartitionConfig t = Tables.monthly(Tables.ahead(2));
		MaintenanceResult result = Engine.on(db, TODAY).run(t);
		assertThat(done(result)).containsExactly("create t__2026_09", "move t__2026_08");
		Operation.Move move = (Operation.Move) result.plan().operations().get(1);
		assertThat(move.rows()).isEqualTo(count);
		assertThat(move.kind()).isEqualTo(OperationKind.MOVE);
		assertThat(move.kind().isDestructive()).isFalse();
		assertThat(move.lock()).isEqualTo("ACCESS EXCLUSIVE on public.t, public.rest");
		assertThat(result.plan().describe()).contains("move public.t__2026_08")
			.contains(count + " row(s) from public.rest");
		assertThat(new PlanJson().read(new PlanJson().write(result.plan()))).isEqualTo(result.plan());
		assertThat(findings(result)).containsExactly("default_holds_rows rest");
		assertThat(result.plan().findings().get(0).message()).contains("holds 1 row(s)");
		assertThat(db.queryStrings("TABLE before EXCEPT TABLE t")).isEmpty();
		assertThat(this.catalog.rows("t")).isEqualTo(count + 1);
		assertThat(this.catalog.rows("t__2026_08")).isEqualTo(count);
		assertThat(this.catalog.tables("public")).containsExactly("before", "rest", "t", "t__2026_08", "t__2026_09");
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 2_500 })
	void thePreviewRunsAsItStands(int count, PostgresDatabase db) {
		db.execute(Tables.M, DEFAULT, rows(count));
		TablePartitionConfig t = Tables.monthly(Tables.ahead(1));
		PartitionLifecycleService service = Engine.on(db, TODAY).service(t);
		Operation move = service.plan("t").operations().get(0);
		db.execute(String.join(";\n", service.sql(move)));
		assertThat(this.catalog.rows("t__2026_08")).isEqualTo(count);
		assertThat(this.catalog.rows("rest")).isZero();
		assertThat(Engine.on(db, TODAY).run(t).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void hooksFireAsForACreation(PostgresDatabase db) {
		db.execute(Tables.M, DEFAULT, rows(3));
		List<String> fired = new ArrayList<>();
		Engine.on(db, TODAY).with(new PartitionLifecycleHooks() {

			@Override
			public void onEvent(PartitionEvent event) {
				fired.add(event.phase() + " " + event.partition().name() + " " + (event.partition().oid() != 0));
			}

		}).run(Tables.monthly(Tables.ahead(1)));
		assertThat(fired).containsExactly("BEFORE_CREATE t__2026_08 false", "AFTER_CREATE t__2026_08 true");
	}

	@Test
	void beyondTheLimitNothingMoves(PostgresDatabase db) {
		db.execute(Tables.M, DEFAULT, rows(25));
		MaintenanceResult result = Engine.on(db, TODAY).movingAtMost(24).run(Tables.monthly(Tables.ahead(2)));
		assertThat(done(result)).containsExactly("create t__2026_09");
		assertThat(issues(result)).contains("move default_holds_rows rest");
		assertThat(result.issues()).anySatisfy((issue) -> {
			assertThat(issue.message()).contains("holds 25 row(s) of the window [2026-08-01T00:00:00Z");
			assertThat(issue.next()).contains("default-rows-limit");
		});
		assertThat(this.catalog.rows("rest")).isEqualTo(25);
		assertThat(done(Engine.on(db, TODAY).movingAtMost(25).run(Tables.monthly(Tables.ahead(2)))))
			.containsExactly("move t__2026_08");
	}

	@Test
	void s67_rowsWithoutTheTrailingKeyStay(PostgresDatabase db) {
		db.execute("CREATE TABLE t (created_at timestamptz, tenant int) PARTITION BY RANGE (created_at, tenant)",
				DEFAULT, "INSERT INTO t VALUES ('2026-08-03Z', 1), ('2026-08-03Z', NULL), (NULL, 1)");
		TablePartitionConfig t = new TablePartitionConfig("t", RelationName.parse("public.t"),
				new RangeScheme(List.of("created_at", "tenant"), new Boundaries.Time(Granularity.MONTH, UTC)),
				Tables.ahead(1));
		assertThat(done(Engine.on(db, TODAY).run(t))).containsExactly("move t__2026_08");
		assertThat(this.catalog.rows("t__2026_08")).isEqualTo(1);
		assertThat(this.catalog.rows("rest")).isEqualTo(2);
		MaintenanceResult next = Engine.on(db, TODAY).run(t);
		assertThat(next.plan().isConverged()).isTrue();
		assertThat(findings(next)).containsExactly("default_holds_rows rest");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CASCADE", "SET NULL", "SET DEFAULT" })
	void s58_aForeignKeyThatActsRefusesTheMove(String action, PostgresDatabase db) {
		db.execute(Tables.M, DEFAULT, rows(3),
				"CREATE TABLE r (id bigint, created_at timestamptz, CONSTRAINT to_t FOREIGN KEY"
						+ " (id, created_at) REFERENCES t ON DELETE " + action + ")",
				"INSERT INTO r SELECT id, created_at FROM t");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.monthly(Tables.ahead(1)));
		assertThat(issues(result)).contains("move still_referenced t__2026_08");
		assertThat(result.error()).contains("public.r").contains("to_t").contains("ON DELETE " + action);
		assertThat(this.catalog.rows("r WHERE id IS NOT NULL")).isEqualTo(3);
		assertThat(this.catalog.rows("rest")).isEqualTo(3);
		assertThat(this.catalog.tables("public")).containsExactly("r", "rest", "t");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "DEFERRABLE INITIALLY DEFERRED" })
	void s59_oneReferencedRowRefusesTheMove(String deferred, PostgresDatabase db) {
		db.execute(
				Tables.M, DEFAULT, rows(2_500), "CREATE TABLE r (id bigint, created_at timestamptz, FOREIGN KEY"
						+ " (id, created_at) REFERENCES t " + deferred + ")",
				"INSERT INTO r SELECT id, created_at FROM t WHERE id = 7");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.monthly(Tables.ahead(1)));
		assertThat(issues(result)).contains("move still_referenced t__2026_08");
		assertThat(result.error()).contains("23503");
		assertThat(this.catalog.rows("rest")).isEqualTo(2_500);
		assertThat(this.catalog.tables("public")).containsExactly("r", "rest", "t");
		db.execute("DELETE FROM r");
		assertThat(done(Engine.on(db, TODAY).run(Tables.monthly(Tables.ahead(1))))).containsExactly("move t__2026_08");
	}

	@Test
	void columnsGoByNameAndGeneratedOnesAreComputedAnew(PostgresDatabase db) {
		db.execute("CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY, created_at timestamptz NOT NULL, n int,"
				+ " twice int GENERATED ALWAYS AS (n * 2) STORED, \"Odd \"\" name\" text) PARTITION BY RANGE (created_at)",
				"CREATE TABLE rest (\"Odd \"\" name\" text, gone int, n int, twice int GENERATED ALWAYS AS (n * 2) STORED,"
						+ " created_at timestamptz NOT NULL, id bigint NOT NULL)",
				"ALTER TABLE rest DROP COLUMN gone", "ALTER TABLE t ATTACH PARTITION rest DEFAULT",
				"INSERT INTO t (id, created_at, n, \"Odd \"\" name\") OVERRIDING SYSTEM VALUE"
						+ " SELECT g, '2026-08-02Z', g + 7, 'x' || g FROM generate_series(1, 1500) AS g",
				"CREATE TABLE before AS SELECT * FROM t");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.monthly(Tables.ahead(1)));
		assertThat(result.error()).isNull();
		assertThat(this.catalog.rows("(TABLE before EXCEPT TABLE t) AS lost")).isZero();
		assertThat(this.catalog.rows("t__2026_08 WHERE twice = 2 * n")).isEqualTo(1500);
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 2_500 })
	void triggersOfTheUserDoNotFire(int count, PostgresDatabase db) {
		db.execute(Tables.M, DEFAULT, "CREATE TABLE fired (what text)",
				"CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO fired VALUES (TG_OP);"
						+ " RETURN coalesce(NEW, OLD); END'",
				rows(count), "CREATE TRIGGER a BEFORE INSERT OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION fire()",
				"CREATE CONSTRAINT TRIGGER b AFTER INSERT OR DELETE ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE"
						+ " FUNCTION fire()",
				"CREATE TRIGGER c AFTER DELETE ON rest EXECUTE FUNCTION fire()",
				"ALTER TABLE rest ENABLE ALWAYS TRIGGER c");
		String states = "SELECT format('%s %s', tgname, tgenabled) FROM pg_trigger WHERE tgrelid = 'rest'::regclass ORDER BY 1";
		List<String> before = db.queryStrings(states);
		assertThat(done(Engine.on(db, TODAY).run(Tables.monthly(Tables.ahead(1))))).containsExactly("move t__2026_08");
		assertThat(this.catalog.rows("fired")).isZero();
		assertThat(db.queryStrings(states)).isEqualTo(before);
		db.execute("DELETE FROM t WHERE id = 1");
		assertThat(this.catalog.rows("fired")).isEqualTo(2);
	}

	@Test
	void p31_whatIsPublishedArrivesInItsNewPlace(PostgresDatabase db) {
		db.execute(Tables.N, "CREATE TABLE rest PARTITION OF n DEFAULT", "CREATE PUBLICATION p FOR TABLE n",
				"INSERT INTO n SELECT g, '2026-08-25Z', 'x' FROM generate_series(1, 2000) AS g",
				"CREATE TABLE fired (what text)",
				"CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO fired VALUES (TG_OP);"
						+ " RETURN coalesce(NEW, OLD); END'",
				"CREATE TRIGGER a AFTER INSERT OR DELETE ON n FOR EACH ROW EXECUTE FUNCTION fire()");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.n(2, Tables.ahead(1)));
		assertThat(result.error()).isNull();
		assertThat(this.catalog.rows("n__2026_w35")).isEqualTo(2000);
		assertThat(this.catalog.rows("rest")).isZero();
		assertThat(this.catalog.rows("fired")).isZero();
		assertThat(this.catalog.tables("public")).containsExactly("fired", "n", "n__2026_w35", "n__2026_w35__h0",
				"n__2026_w35__h1", "rest");
		assertThat(db.queryStrings("SELECT DISTINCT tgenabled FROM pg_trigger WHERE tgname = 'a'"))
			.containsExactly("O");
	}

	@Test
	void s70_anOrphanThatComesBackTakesTheRowsOfItsWindow(PostgresDatabase db) {
		db.execute(Tables.M, DEFAULT, rows(4));
		db.execute(Tables.orphan("2026_08", "2026-08-20T00:00:00+00:00"));
		db.execute("INSERT INTO t__2026_08 VALUES (99, '2026-08-20Z', 'kept')");
		long oid = this.catalog.oid("t__2026_08");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.monthly(Tables.ahead(1)));
		assertThat(result.error()).isNull();
		assertThat(done(result)).containsExactly("move t__2026_08");
		assertThat(result.attachedCount()).isEqualTo(1);
		assertThat(result.createdCount()).isZero();
		assertThat(this.catalog.oid("t__2026_08")).isEqualTo(oid);
		assertThat(this.catalog.comment("t__2026_08")).isNull();
		assertThat(this.catalog.rows("t__2026_08")).isEqualTo(5);
		assertThat(this.catalog.rows("rest")).isZero();
	}

	@Test
	void aDividedDefaultIsMovedOutOfToo(PostgresDatabase db) {
		db.execute(Tables.M, "CREATE TABLE rest PARTITION OF t DEFAULT PARTITION BY HASH (id)",
				"CREATE TABLE rest0 PARTITION OF rest FOR VALUES WITH (modulus 2, remainder 0)",
				"CREATE TABLE rest1 PARTITION OF rest FOR VALUES WITH (modulus 2, remainder 1)", rows(2_500));
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.monthly(Tables.ahead(1)));
		assertThat(result.error()).isNull();
		assertThat(this.catalog.rows("t__2026_08")).isEqualTo(2_500);
		assertThat(this.catalog.rows("rest")).isZero();
	}

	@Test
	void aRowThatHasNoPlaceBeneathIsToldAndNothingMoves(PostgresDatabase db) {
		db.execute("CREATE TABLE t (created_at timestamptz NOT NULL, tier text) PARTITION BY RANGE (created_at)",
				DEFAULT, "INSERT INTO t VALUES ('2026-08-02Z', 'gold'), ('2026-08-02Z', 'lead')");
		TablePartitionConfig t = new TablePartitionConfig("t", RelationName.parse("public.t"),
				new RangeScheme(List.of("created_at"), new Boundaries.Time(Granularity.MONTH, UTC))
					.dividedBy(new GroupScheme("tier", List.of(new Group("gold", List.of(new Datum.Literal("gold")))),
							null, null)),
				Tables.ahead(1));
		MaintenanceResult result = Engine.on(db, TODAY).run(t);
		assertThat(issues(result)).contains("move default_holds_rows t__2026_08");
		assertThat(result.error()).contains("lead");
		assertThat(this.catalog.rows("rest")).isEqualTo(2);
		assertThat(this.catalog.tables("public")).containsExactly("rest", "t");
	}

	@Test
	void aRoleThatOwnsTheTablesIsEnough(PostgresDatabase db) {
		db.execute("CREATE ROLE t_owner", "GRANT USAGE, CREATE ON SCHEMA public TO t_owner",
				"REVOKE TEMPORARY ON DATABASE " + db.name() + " FROM PUBLIC", Tables.M, DEFAULT, rows(2_500),
				"ALTER TABLE t OWNER TO t_owner", "ALTER TABLE rest OWNER TO t_owner");
		MaintenanceResult result = Engine.on(db, TODAY)
			.over(Connections.of(db).prepared("SET ROLE t_owner", "SET search_path = ''"))
			.run(Tables.monthly(Tables.ahead(1)));
		assertThat(result.error()).isNull();
		assertThat(done(result)).containsExactly("move t__2026_08");
		assertThat(this.catalog.rows("t__2026_08")).isEqualTo(2_500);
	}

	@Test
	void idsMoveAsWell(PostgresDatabase db) {
		db.execute(Tables.Q, "CREATE TABLE rest PARTITION OF q DEFAULT",
				"INSERT INTO q VALUES (10), (1999), (2000), (-1)");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.q(Tables.ahead(2)));
		assertThat(done(result)).containsExactly("move q__0", "move q__1000");
		assertThat(db.queryStrings("SELECT msg_id::text FROM rest ORDER BY msg_id")).containsExactly("-1", "2000");
	}

}
