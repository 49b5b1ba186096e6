package io.partsmith.maintenance;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.execution.Issue;
import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.plan.Emptied;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.PartitionOperationException;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.RemoteServer;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** All rows of a table go into a plain one, on a real database. */
@PostgresTest
class UnpartitionTest {

	private static final String MARCH = "2024-03-10T00:00:00Z";

	private static final String DEFAULT = "CREATE TABLE rest PARTITION OF t DEFAULT";

	private static final String FLAT = "CREATE TABLE flat (id bigint, created_at timestamptz NOT NULL, payload text)";

	private static final RelationName INTO = RelationName.parse("public.flat");

	private static final TablePartitionConfig T = Tables.monthly(Tables.ahead(1));

	private CatalogProbe catalog;

	private PostgresDatabase db;

	@BeforeEach
	void probe(PostgresDatabase database) {
		this.db = database;
		this.catalog = CatalogProbe.of(database);
	}

	/** Rows of January, February and March, as many of each. */
	private static String rows(int count) {
		return "INSERT INTO t (created_at, payload) SELECT '2024-01-05Z'::timestamptz + g % 3 * interval '1 month', g::text"
				+ " FROM generate_series(1, " + count + ") AS g";
	}

	private void threeMonths(String... more) {
		this.db.execute(Tables.M, Tables.month("2024_01"), Tables.month("2024_02"), Tables.month("2024_03"), FLAT);
		this.db.execute(more);
	}

	private Engine engine() {
		return Engine.on(this.db, MARCH);
	}

	private UnpartitionedData unpartition(Emptied emptied) {
		return engine().service(T).partitions("t").unpartition(INTO, emptied, 2);
	}

	private UnpartitionedData unpartition(PartitionLifecycleHooks hooks) {
		return engine().with(hooks).service(T).partitions("t").unpartition(INTO, Emptied.DROP, 2);
	}

	private static void isDone(UnpartitionedData done) {
		assertThat(done.error()).isNull();
		assertThat(done.issues()).isEmpty();
		assertThat(done.complete()).isTrue();
	}

	@Test
	void s73_withDropEverythingEndsInTheFlatTable() {
		threeMonths(DEFAULT, rows(9), "INSERT INTO t (created_at) VALUES ('2020-01-01Z'), ('2030-01-01Z')");
		List<String> rows = this.db.queryStrings("SELECT r::text FROM t AS r ORDER BY 1");
		StringBuilder order = new StringBuilder();
		UnpartitionedData done = unpartition(new PartitionLifecycleHooks() {

			@Override
			public void onEvent(PartitionEvent event) {
				order.append(event.phase()).append(' ').append(event.partition().name()).append('\n');
			}

		});
		isDone(done);
		assertThat(done.rows()).isEqualTo(11);
		assertThat(done.batches()).isEqualTo(7);
		assertThat(done.dropped()).isEqualTo(4);
		assertThat(done.next()).contains("partsmith.tables.t").contains("partsmith.mode");
		assertThat(this.db.queryStrings("SELECT r::text FROM flat AS r ORDER BY 1")).isEqualTo(rows);
		assertThat(this.catalog.tables("public")).containsExactly("flat", "t");
		StringBuilder expected = new StringBuilder();
		for (String name : List.of("t__2024_01", "t__2024_02", "t__2024_03", "rest")) {
			for (String phase : List.of("BEFORE_DETACH", "AFTER_DETACH", "BEFORE_DROP", "AFTER_DROP")) {
				expected.append(phase).append(' ').append(name).append('\n');
			}
		}
		assertThat(order).hasToString(expected.toString());
	}

	@Test
	void s74_withoutDropThePartitionsStayEmptyAndTakeRows() {
		threeMonths(DEFAULT, rows(9), "INSERT INTO t (created_at) VALUES ('2020-01-01Z')");
		UnpartitionedData done = unpartition(Emptied.KEEP);
		isDone(done);
		assertThat(done.rows()).isEqualTo(10);
		assertThat(done.dropped()).isZero();
		assertThat(this.catalog.partitions("t")).containsExactly("rest", "t__2024_01", "t__2024_02", "t__2024_03");
		assertThat(this.catalog.rows("t")).isZero();
		this.db.execute(rows(3));
		assertThat(unpartition(Emptied.KEEP).rows()).isEqualTo(3);
		assertThat(this.catalog.rows("flat")).isEqualTo(13);
		assertThat(engine().run(T).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void s76_whatAHookInsertsBeforeTheDetachArrives(boolean beside) {
		this.db.execute(Tables.M, Tables.month("2024_01"), Tables.month("2024_02"), FLAT);
		this.db.execute(beside ? new String[] { DEFAULT } : new String[0]);
		this.db.execute("INSERT INTO t (created_at) SELECT '2024-01-05Z'::timestamptz + g % 2 * interval '1 month'"
				+ " FROM generate_series(1, 9) AS g");
		List<String> months = new ArrayList<>(List.of("2024-01-20Z", "2024-02-20Z"));
		UnpartitionedData done = unpartition(new PartitionLifecycleHooks() {

			@Override
			public void onEvent(PartitionEvent event) {
				if (event.phase() == HookPhase.BEFORE_DETACH && !months.isEmpty()) {
					UnpartitionTest.this.db
						.execute("INSERT INTO t (created_at, payload) VALUES ('" + months.remove(0) + "', 'late')");
				}
			}

		});
		isDone(done);
		assertThat(done.rows()).isEqualTo(11);
		assertThat(this.catalog.rows("flat")).isEqualTo(11);
		assertThat(this.catalog.rows("flat WHERE payload = 'late'")).isEqualTo(2);
		assertThat(this.catalog.tables("public")).containsExactly("flat", "t");
	}

	@Test
	void s77_whatAHookInsertsBeforeTheDropArrivesAndIsCounted() {
		this.db.execute(Tables.M, Tables.month("2024_01"), Tables.month("2024_02"), FLAT,
				"INSERT INTO t (created_at) SELECT '2024-01-05Z'::timestamptz + g % 2 * interval '1 month'"
						+ " FROM generate_series(1, 5) AS g");
		UnpartitionedData done = unpartition(new PartitionLifecycleHooks() {

			@Override
			public void beforeDrop(String tableName, String partitionName) {
				UnpartitionTest.this.db.execute("INSERT INTO " + partitionName + " VALUES (99, '"
						+ partitionName.substring("public.t__".length()).replace('_', '-') + "-05Z', 'late')");
			}

		});
		isDone(done);
		assertThat(done.rows()).isEqualTo(7);
		assertThat(done.dropped()).isEqualTo(2);
		assertThat(this.catalog.rows("flat")).isEqualTo(7);
	}

	@Test
	void aHookThatRefusesKeepsThePartitionAndEveryRow() {
		threeMonths(DEFAULT, rows(9));
		UnpartitionedData done = unpartition(new PartitionLifecycleHooks() {

			@Override
			public void beforeDrop(String tableName, String partitionName) {
				throw new IllegalStateException("not yet");
			}

		});
		assertThat(done.error()).contains("not yet");
		assertThat(done.complete()).isFalse();
		assertThat(this.catalog.rows("flat")).isEqualTo(3);
		assertThat(this.catalog.rows("t")).isEqualTo(6);
		isDone(unpartition(Emptied.DROP));
		assertThat(this.catalog.rows("flat")).isEqualTo(9);
		assertThat(this.catalog.tables("public")).containsExactly("flat", "t");
	}

	@Test
	void aCallThatRunsOutOfBatchesDropsWhatIsEmptyAndTheNextGoesOn() {
		threeMonths(DEFAULT, rows(9), "INSERT INTO t (created_at) VALUES ('2020-01-01Z')");
		TablePartitions t = engine().service(T).partitions("t");
		UnpartitionedData first = t.unpartition(INTO, Emptied.DROP, 2, 3);
		assertThat(first.error()).isNull();
		assertThat(first.complete()).isFalse();
		assertThat(first.batches()).isEqualTo(3);
		assertThat(first.rows()).isEqualTo(5);
		assertThat(this.catalog.partitions("t")).containsExactly("rest", "t__2024_02", "t__2024_03");
		UnpartitionedData second = t.unpartition(INTO, Emptied.DROP, 2, 3);
		assertThat(second.rows()).isEqualTo(4);
		assertThat(second.complete()).isFalse();
		UnpartitionedData third = t.unpartition(INTO, Emptied.DROP, 2, 1);
		isDone(third);
		assertThat(third.rows()).isEqualTo(1);
		assertThat(this.catalog.tables("public")).containsExactly("flat", "t");
		assertThat(this.catalog.rows("flat")).isEqualTo(10);
	}

	/** Windows that are gone lie before all others, where no run fills a gap. */
	@Test
	void aRunBetweenTwoCallsMakesNothingOfWhatIsGone() {
		TablePartitionConfig kept = Tables.monthly(Tables.aheadKeep(2, 12));
		threeMonths(rows(9));
		Engine.on(this.db, MARCH).run(kept);
		Engine.on(this.db, MARCH).service(kept).partitions("t").unpartition(INTO, Emptied.DROP, 3, 1);
		assertThat(this.catalog.partitions("t")).containsExactly("t__2024_02", "t__2024_03", "t__2024_04");
		MaintenanceResult run = Engine.on(this.db, MARCH).run(kept);
		assertThat(run.outcome()).as(String.valueOf(run.done())).isEqualTo(Outcome.CONVERGED);
		Engine.on(this.db, "2024-04-10T00:00:00Z").run(kept, Scope.CREATE);
		assertThat(this.catalog.partitions("t")).containsExactly("t__2024_02", "t__2024_03", "t__2024_04",
				"t__2024_05");
		UnpartitionedData rest = Engine.on(this.db, MARCH)
			.service(kept)
			.partitions("t")
			.unpartition(INTO, Emptied.DROP, 3);
		isDone(rest);
		assertThat(this.catalog.tables("public")).containsExactly("flat", "t");
	}

	@Test
	void orphansAndBranchesGoToo() {
		this.db.execute(Tables.N);
		this.db.execute(Tables.week("2026_w34", "2026-08-17", "2026-08-24", 2, 0, 1));
		this.db.execute(Tables.week("2026_w35", "2026-08-24", "2026-08-31", 2, 0, 1));
		this.db.execute("INSERT INTO n SELECT g, '2026-08-18Z', 'x' FROM generate_series(1, 10) AS g",
				"INSERT INTO n SELECT g, '2026-08-25Z', 'x' FROM generate_series(1, 10) AS g",
				"ALTER TABLE n DETACH PARTITION n__2026_w34",
				"COMMENT ON TABLE n__2026_w34 IS E'pg-partsmith:orphan-parent=public.n\\npg-partsmith:detached-at=2026-08-24T00:00:00+00:00'",
				"CREATE TABLE flat (LIKE n INCLUDING ALL)");
		UnpartitionedData done = Engine.on(this.db, "2026-08-26T00:00:00Z")
			.service(Tables.n(2, Tables.ahead(1)))
			.partitions("n")
			.unpartition(INTO, Emptied.DROP, 3);
		isDone(done);
		assertThat(done.rows()).isEqualTo(20);
		assertThat(this.catalog.rows("flat")).isEqualTo(20);
		assertThat(this.catalog.tables("public")).containsExactly("flat", "n");
	}

	@Test
	void anOrphanThatHasMoreColumnsByNowKeepsItsRows() {
		threeMonths(rows(9), "ALTER TABLE t DETACH PARTITION t__2024_01",
				"COMMENT ON TABLE t__2024_01 IS 'pg-partsmith:orphan-parent=public.t'",
				"ALTER TABLE t__2024_01 ADD COLUMN kept text DEFAULT 'x'");
		UnpartitionedData done = engine().continuingOnError()
			.service(T)
			.partitions("t")
			.unpartition(INTO, Emptied.DROP, 10);
		assertThat(done.complete()).isFalse();
		assertThat(done.issues()).anySatisfy((issue) -> assertThat(issue.next()).contains("DROP COLUMN kept"));
		assertThat(this.catalog.rows("t__2024_01")).isEqualTo(3);
		assertThat(this.catalog.rows("flat")).isEqualTo(6);
	}

	@Test
	void aPendingDetachIsEndedFirst() {
		threeMonths(rows(9), "UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 't__2024_02'::regclass");
		isDone(unpartition(Emptied.DROP));
		assertThat(this.catalog.rows("flat")).isEqualTo(9);
		assertThat(this.catalog.tables("public")).containsExactly("flat", "t");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "public.t | partitioned itself", "public.t__2024_01 | is a partition",
			"public.other_2024 | is a partition", "public.gone | CREATE TABLE public.gone",
			"public.orphan | our marker", "public.narrow | ADD COLUMN payload text", "public.wide | DROP COLUMN more",
			"public.clock | ALTER COLUMN created_at TYPE timestamp with time zone", "public.brief | SET LOGGED",
			"public.v | no ordinary table", "public.made | ALTER COLUMN payload DROP EXPRESSION" })
	void whatCannotTakeTheRowsIsRefused(String name, String told) {
		threeMonths(rows(9), "CREATE TABLE other (id bigint) PARTITION BY RANGE (id)",
				"CREATE TABLE other_2024 PARTITION OF other DEFAULT", "CREATE TABLE orphan (LIKE t)",
				"COMMENT ON TABLE orphan IS 'pg-partsmith:orphan-parent=public.elsewhere'",
				"CREATE TABLE narrow (id bigint, created_at timestamptz)",
				"CREATE TABLE wide (id bigint, created_at timestamptz, payload text, more text)",
				"CREATE TABLE clock (id bigint, created_at timestamp, payload text)",
				"CREATE UNLOGGED TABLE brief (LIKE t)", "CREATE VIEW v AS SELECT * FROM flat",
				"CREATE TABLE made (id bigint, created_at timestamptz, payload text GENERATED ALWAYS AS ('x') STORED)");
		TablePartitions t = engine().service(T).partitions("t");
		assertThatExceptionOfType(PartitionOperationException.class)
			.isThrownBy(() -> t.unpartition(RelationName.parse(name), Emptied.DROP, 10))
			.satisfies((ex) -> assertThat(ex.getMessage() + " " + ex.next()).contains(told));
		assertThat(this.catalog.rows("t")).isEqualTo(9);
		assertThatIllegalArgumentException().isThrownBy(() -> t.unpartition(INTO, Emptied.DROP, 0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ON DELETE CASCADE", "ON DELETE SET NULL", "", "DEFERRABLE INITIALLY DEFERRED" })
	void referencedRowsAreRefusedBeforeOneIsMoved(String action) {
		threeMonths(rows(9),
				"CREATE TABLE r (id bigint, created_at timestamptz, FOREIGN KEY (id, created_at) REFERENCES t " + action
						+ ")",
				"INSERT INTO r SELECT id, created_at FROM t WHERE id = 9");
		assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> unpartition(Emptied.DROP))
			.satisfies((ex) -> assertThat(ex.next()).contains("ALTER TABLE public.r DROP CONSTRAINT"));
		assertThat(this.catalog.rows("t")).isEqualTo(9);
		assertThat(this.catalog.rows("r WHERE id IS NOT NULL")).isEqualTo(1);
	}

	/** Nothing refers to a row where a column of the key is NULL. */
	@Test
	void aForeignKeyThatRefersToNothingIsNoObstacle() {
		threeMonths(rows(9),
				"CREATE TABLE r (id bigint, created_at timestamptz, FOREIGN KEY (id, created_at) REFERENCES t)",
				"INSERT INTO r VALUES (9, NULL)");
		isDone(unpartition(Emptied.DROP));
		assertThat(this.catalog.rows("flat")).isEqualTo(9);
	}

	@Test
	void generatedColumnsAreComputedAnewAndIdentitiesKept() {
		this.db.execute(
				"CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY, created_at timestamptz NOT NULL, n int,"
						+ " twice int GENERATED ALWAYS AS (n * 2) STORED) PARTITION BY RANGE (created_at)",
				Tables.month("2024_01"), Tables.month("2024_02"),
				"INSERT INTO t (created_at, n) SELECT '2024-01-05Z'::timestamptz + g % 2 * interval '1 month', g FROM"
						+ " generate_series(1, 6) AS g",
				"CREATE TABLE flat (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, created_at timestamptz NOT NULL,"
						+ " twice int GENERATED ALWAYS AS (n * 3) STORED, n int)");
		isDone(unpartition(Emptied.DROP));
		assertThat(this.db.queryStrings("SELECT id || ' ' || n || ' ' || twice FROM flat ORDER BY id"))
			.containsExactly("1 1 3", "2 2 6", "3 3 9", "4 4 12", "5 5 15", "6 6 18");
		this.db.execute("INSERT INTO flat (created_at) VALUES (now())");
		assertThat(this.catalog.rows("flat WHERE id = 7")).isEqualTo(1);
	}

	@Test
	void aTriggerThatSwallowsRowsLosesNone() {
		threeMonths(rows(9), "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
				"CREATE TRIGGER s BEFORE INSERT ON flat FOR EACH ROW WHEN (NEW.id = 7) EXECUTE FUNCTION swallow()");
		UnpartitionedData done = unpartition(Emptied.DROP);
		assertThat(done.complete()).isFalse();
		assertThat(done.issues()).anySatisfy((issue) -> {
			assertThat(issue.code()).isEqualTo(FindingCode.ROWS_LEFT);
			assertThat(issue.next()).contains("DISABLE TRIGGER");
		});
		assertThat(this.catalog.rows("t") + this.catalog.rows("flat")).isEqualTo(9);
		assertThat(this.catalog.rows("t WHERE id = 7")).isEqualTo(1);
	}

	@Test
	void theRowsOfAForeignPartitionStayUntilSomebodyCopiesThem() {
		try (RemoteServer remote = RemoteServer.beside(this.db)) {
			remote.introduceTo(this.db);
			remote.database()
				.execute("CREATE TABLE far (payload text, id bigint, created_at timestamptz)",
						"INSERT INTO far VALUES ('there', 41, '2024-01-05Z')");
			this.db.execute(Tables.M.replace(",\n  PRIMARY KEY (id, created_at)", ""), Tables.month("2024_02"), FLAT,
					"CREATE FOREIGN TABLE far PARTITION OF t FOR VALUES FROM ('2024-01-01 00:00Z') TO ('2024-02-01 00:00Z')"
							+ " SERVER archive OPTIONS (table_name 'far')",
					"INSERT INTO t (created_at) VALUES ('2024-02-05Z')");
			UnpartitionedData done = unpartition(Emptied.DROP);
			assertThat(done.complete()).isFalse();
			assertThat(this.catalog.partitions("t")).contains("far");
			Issue left = done.issues()
				.stream()
				.filter((issue) -> issue.code() == FindingCode.ROWS_LEFT)
				.findFirst()
				.orElseThrow();
			assertThat(left.message()).contains("Rows stay in public.far");
			this.db.execute(left.next().substring(left.next().indexOf("INSERT")));
			assertThat(this.db.queryStrings("SELECT payload FROM flat WHERE id = 41")).containsExactly("there");
		}
		finally {
			this.db.execute("DROP EXTENSION IF EXISTS postgres_fdw CASCADE");
		}
	}

	@Test
	void theTablesOwnTriggersDoNotTakeItForADeletion() {
		threeMonths("CREATE TABLE log (id bigint)",
				"CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO log VALUES (OLD.id); RETURN OLD; END'",
				"CREATE TRIGGER n BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION note()", rows(9));
		isDone(unpartition(Emptied.KEEP));
		assertThat(this.catalog.rows("flat")).isEqualTo(9);
		assertThat(this.catalog.rows("log")).isZero();
		this.db.execute(rows(1), "DELETE FROM t");
		assertThat(this.catalog.rows("log")).isEqualTo(1);
	}

	@Test
	void whoseRowsArePublishedTellsSubscribersWhereTheyWent() {
		threeMonths(rows(9), "CREATE PUBLICATION p FOR TABLE t");
		assertThatExceptionOfType(PartitionOperationException.class).isThrownBy(() -> unpartition(Emptied.DROP))
			.satisfies((ex) -> assertThat(ex.next()).contains("ADD TABLE public.flat"));
		this.db.execute("ALTER TABLE t REPLICA IDENTITY FULL", "ALTER TABLE t__2024_01 REPLICA IDENTITY FULL",
				"ALTER PUBLICATION p ADD TABLE flat");
		isDone(unpartition(Emptied.DROP));
	}

	@ParameterizedTest
	@EnumSource(value = Mode.class, names = { "OFF", "PLAN_ONLY", "CREATE_ONLY" })
	void nothingIsMovedWhereRunsMayNot(Mode mode) {
		threeMonths(rows(9));
		UnpartitionedData done = engine().in(mode).service(T).partitions("t").unpartition(INTO, Emptied.DROP, 10);
		assertThat(done.complete()).isFalse();
		assertThat(done.error()).contains("Nothing was moved");
		assertThat(this.catalog.rows("t")).isEqualTo(9);
	}

	/**
	 * Broken off between the detach and the drop of DEFAULT, with a row that came late.
	 */
	@Test
	void whatWasDefaultIsNoPreyOfRetention() {
		TablePartitionConfig kept = Tables.monthly(Tables.aheadKeep(1, 1));
		threeMonths(DEFAULT, "INSERT INTO t (created_at) VALUES ('2020-01-01Z')");
		UnpartitionedData broken = engine().with(new PartitionLifecycleHooks() {

			@Override
			public void beforeDrop(String tableName, String partitionName) {
				if (partitionName.equals("public.rest")) {
					UnpartitionTest.this.db.execute("INSERT INTO rest VALUES (99, '2020-01-01Z', 'late')");
					throw new IllegalStateException("not yet");
				}
			}

		}).service(kept).partitions("t").unpartition(INTO, Emptied.DROP, 10);
		assertThat(broken.error()).contains("not yet");
		MaintenanceResult run = Engine.on(this.db, "2024-05-10T00:00:00Z").run(kept);
		assertThat(run.issues()).anySatisfy((issue) -> assertThat(issue.message()).contains("came late"));
		assertThat(this.catalog.rows("rest")).isEqualTo(1);
		isDone(Engine.on(this.db, "2024-05-10T00:00:00Z")
			.service(kept)
			.partitions("t")
			.unpartition(INTO, Emptied.DROP, 10));
		assertThat(this.catalog.rows("flat")).isEqualTo(2);
		assertThat(this.catalog.tables("public")).containsExactly("flat", "t");
	}

}
