package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.Set;

import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.GroupScheme;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.scheme.Scheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.testing.Trees;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Every statement that a run really sends is one that its plan shows, and in that order:
 * all that locks or changes something. What only looks is a comment in the plan, and so
 * is the drop of a constraint whose name PostgreSQL has chosen.
 */
@PostgresTest
class SentSqlTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static final String TIES = "SELECT pg_advisory_";

	/** Carries a plan out, and answers the kinds of its operations. */
	private static List<String> sent(PostgresDatabase db, TablePartitionConfig table) {
		List<String> sent = Collections.synchronizedList(new ArrayList<>());
		PartitionLifecycleService service = Engine.on(db, TODAY)
			.over(db.recording(sent))
			.with(new PartitionLifecycleHooks() {
			})
			.service(table);
		MaintenancePlan plan = service.plan(table.id());
		return sent(service, plan, sent);
	}

	private static List<String> sent(PartitionLifecycleService service, MaintenancePlan plan, List<String> sent) {
		List<String> script = plan.operations()
			.stream()
			.flatMap((operation) -> service.sql(operation).stream())
			.toList();
		List<String> shown = script.stream()
			.map((sql) -> sql.replaceAll("(?m)^--.*\\n?", ""))
			.filter((sql) -> !sql.isBlank() && !isFrame(sql))
			.toList();
		sent.clear();
		MaintenanceResult result = service.apply(plan);
		assertThat(result.error()).isNull();
		assertThat(result.issues()).isEmpty();
		boolean announced = script.stream()
			.anyMatch((sql) -> sql.startsWith("-- the CHECK constraint that") || sql.startsWith("-- its foreign keys"));
		assertThat(statements(sent).filter((sql) -> !isFrame(sql) && !isLook(sql))
			.filter((sql) -> !(announced && sql.matches(".* DROP CONSTRAINT .*")))).containsExactlyElementsOf(shown);
		return plan.operations()
			.stream()
			.map((operation) -> operation.kind() + " " + operation.partition().name())
			.toList();
	}

	/** One by one, where several went to the server together. */
	private static Stream<String> statements(List<String> sent) {
		return sent.stream().flatMap((sql) -> Stream.of(sql.split(";\n")));
	}

	private static boolean isFrame(String sql) {
		return sql.matches("BEGIN|COMMIT|(SET|RESET) (?!CONSTRAINTS).*");
	}

	private static boolean isLook(String sql) {
		return sql.matches("(?s)\\s*(SELECT|SHOW|WITH RECURSIVE) .*") && !sql.startsWith(TIES)
				&& !sql.contains("DELETE FROM");
	}

	private static Lifecycle retiring(DetachMode mode) {
		return Tables.aheadKeep(2, 1).detaching(mode);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
	void aFlatTable(DetachMode mode, PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_06"));
		db.execute(Tables.orphan("2026_09", "2026-08-01T00:00:00+00:00"));
		assertThat(sent(db, Tables.monthly(retiring(mode)))).containsExactly("create t__2026_08", "attach t__2026_09",
				"detach t__2026_06", "drop t__2026_06");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aTableWithForeignKeys(boolean beside, PostgresDatabase db) {
		db.execute("CREATE TABLE \"Kinds\" (kind text PRIMARY KEY)", Tables.M,
				"ALTER TABLE t ADD COLUMN kind text REFERENCES \"Kinds\"",
				"CREATE TABLE uses (id bigint, created_at timestamptz, FOREIGN KEY (id, created_at) REFERENCES t)",
				Tables.month("2026_06"));
		if (beside) {
			db.execute("CREATE TABLE rest PARTITION OF t DEFAULT");
		}
		db.execute(Tables.orphan("2026_09", "2026-08-01T00:00:00+00:00"));
		db.execute(Tables.orphan("2026_04", "2026-08-01T00:00:00+00:00"));
		db.execute("ALTER TABLE t__2026_04 ADD FOREIGN KEY (kind) REFERENCES \"Kinds\"");
		List<String> sent = Collections.synchronizedList(new ArrayList<>());
		PartitionLifecycleService service = Engine.on(db, TODAY)
			.over(db.recording(sent))
			.with(new PartitionLifecycleHooks() {
			})
			.service(Tables.monthly(retiring(DetachMode.AUTO)));
		MaintenancePlan plan = service.plan("t");
		assertThat(sent(service,
				plan.only(RelationName.parse("public.t__2026_08"), RelationName.parse("public.t__2026_09"),
						RelationName.parse("public.t__2026_04")),
				sent))
			.containsExactly("create t__2026_08", "attach t__2026_09", "drop t__2026_04");
		assertThat(sent(service, service.plan("t"), sent)).containsExactly("detach t__2026_06", "drop t__2026_06");
		assertThat(sent).anyMatch((sql) -> sql.startsWith(TIES));
	}

	@Test
	void aTableThatIsDividedFurther(PostgresDatabase db) {
		db.execute(Tables.N);
		db.execute(Tables.week("2026_w33", "2026-08-10", "2026-08-17", 2, 0, 1));
		db.execute(Tables.week("2026_w35", "2026-08-24", "2026-08-31", 2, 0));
		assertThat(sent(db, Tables.n(2, retiring(DetachMode.AUTO)))).containsExactly("create n__2026_w36",
				"create n__2026_w35__h1", "detach n__2026_w33", "drop n__2026_w33");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
	void beneathOtherTables(DetachMode mode, PostgresDatabase db) {
		db.execute(
				"CREATE TABLE x (tier text NOT NULL, created_at timestamptz NOT NULL, id bigint NOT NULL)"
						+ " PARTITION BY HASH (id)",
				"CREATE TABLE x__h0 PARTITION OF x FOR VALUES WITH (modulus 1, remainder 0) PARTITION BY LIST (tier)",
				"CREATE TABLE x__h0__gold PARTITION OF x__h0 FOR VALUES IN ('gold') PARTITION BY RANGE (created_at)",
				"CREATE TABLE x__h0__gold__2026_06 PARTITION OF x__h0__gold"
						+ " FOR VALUES FROM ('2026-06-01Z') TO ('2026-07-01Z')",
				"CREATE TABLE x__h0__gold__2026_09 (LIKE x)", "COMMENT ON TABLE x__h0__gold__2026_09 IS"
						+ " E'pg-partsmith:orphan-parent=public.x__h0__gold\\npg-partsmith:detached-at=2026-08-01T00:00:00+00:00'");
		assertThat(sent(db, tiers("x", mode))).containsExactly("create x__h0__gold__2026_08",
				"attach x__h0__gold__2026_09", "detach x__h0__gold__2026_06", "drop x__h0__gold__2026_06");
	}

	private static TablePartitionConfig tiers(String name, DetachMode mode) {
		Scheme tier = new GroupScheme("tier", List.of(Trees.group("gold", "gold")), null, Trees.months("created_at"));
		return Trees.table(name, new HashScheme(List.of("id"), 1, tier), retiring(mode));
	}

	@Test
	void aTableThatIsAPartOfAnotherOne(PostgresDatabase db) {
		db.execute(
				"CREATE TABLE \"All\" (region text NOT NULL, created_at timestamptz NOT NULL)"
						+ " PARTITION BY LIST (region)",
				"CREATE TABLE t PARTITION OF \"All\" FOR VALUES IN ('eu') PARTITION BY RANGE (created_at)",
				Tables.month("2026_06"));
		List<String> sent = Collections.synchronizedList(new ArrayList<>());
		PartitionLifecycleService service = Engine.on(db, TODAY)
			.over(db.recording(sent))
			.service(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(sent(service, service.plan("t"), sent)).containsExactly("create t__2026_08", "detach t__2026_06",
				"drop t__2026_06");
		assertThat(sent).contains("LOCK TABLE ONLY public.\"All\" IN ACCESS SHARE MODE");
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 2_500 })
	void rowsThatMove(int count, PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_06"), "CREATE TABLE rest PARTITION OF t DEFAULT",
				"INSERT INTO t (created_at) SELECT '2026-08-02Z' FROM generate_series(1, " + count + ")",
				"INSERT INTO t (created_at) SELECT '2026-09-02Z' FROM generate_series(1, " + count + ")");
		db.execute(Tables.orphan("2026_09", "2026-08-01T00:00:00+00:00"));
		assertThat(sent(db, Tables.monthly(retiring(DetachMode.AUTO)))).containsExactly("move t__2026_08",
				"move t__2026_09", "detach t__2026_06", "drop t__2026_06");
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 2_500 })
	void rowsThatMoveBeneathOtherTablesWithoutAKey(int count, PostgresDatabase db) {
		db.execute(
				"CREATE TABLE x (tier text NOT NULL, created_at timestamptz NOT NULL, id bigint NOT NULL)"
						+ " PARTITION BY HASH (id)",
				"CREATE TABLE x__h0 PARTITION OF x FOR VALUES WITH (modulus 1, remainder 0) PARTITION BY LIST (tier)",
				"CREATE TABLE x__h0__gold PARTITION OF x__h0 FOR VALUES IN ('gold') PARTITION BY RANGE (created_at)",
				"CREATE TABLE rest PARTITION OF x__h0__gold DEFAULT",
				"INSERT INTO x SELECT 'gold', '2026-08-02Z', n FROM generate_series(1, " + count + ") AS n");
		assertThat(sent(db, tiers("x", DetachMode.AUTO))).containsExactly("create x__h0__gold__2026_09",
				"move x__h0__gold__2026_08");
	}

	@Test
	void batchesThatAreMoved(PostgresDatabase db) {
		db.execute(Tables.M, "CREATE TABLE rest PARTITION OF t DEFAULT",
				"INSERT INTO t (created_at) SELECT '2026-08-02Z' FROM generate_series(1, 30)");
		List<String> sent = Collections.synchronizedList(new ArrayList<>());
		PartitionLifecycleService service = Engine.on(db, TODAY)
			.over(db.recording(sent))
			.service(Tables.monthly(Tables.ahead(1)));
		service.partitions("t").partitionData(20, 1);
		List<String> changes = statements(sent).filter((sql) -> !isFrame(sql) && !isLook(sql)).toList();
		assertThat(changes).startsWith("LOCK TABLE ONLY public.t IN SHARE UPDATE EXCLUSIVE MODE",
				"CREATE TABLE public.t__2026_08 (LIKE public.t INCLUDING ALL EXCLUDING IDENTITY)");
	}

	@Test
	void aCatchAllThatMakesRoom(PostgresDatabase db) {
		TablePartitionConfig t = Trees.table("t", new RangeScheme(List.of("created_at"),
				Trees.months("created_at").boundaries(), Set.of(CatchAll.ABOVE), null), Tables.ahead(2));
		db.execute(Tables.M);
		Engine.on(db, "2026-07-10T00:00:00Z").run(t);
		assertThat(sent(db, t)).containsExactly("create t__2026_09");
	}

	@Test
	void aPendingDetachAndAMarkerThatStayedBehind(PostgresDatabase db) throws SQLException {
		db.execute(Tables.M, Tables.month("2026_06"), Tables.month("2026_08"), Tables.month("2026_09"),
				"COMMENT ON TABLE t__2026_09 IS E'pg-partsmith:orphan-parent=public.t'");
		try (Connection reader = db.connect(); Connection detacher = db.connect()) {
			reader.setAutoCommit(false);
			reader.createStatement().execute("SELECT count(*) FROM t");
			try (Statement statement = detacher.createStatement()) {
				statement.execute("SET statement_timeout = '200ms'");
				assertThatThrownBy(() -> statement.execute("ALTER TABLE t DETACH PARTITION t__2026_08 CONCURRENTLY"))
					.hasMessageContaining("statement timeout");
			}
			// A server notices some time later that a connection was closed.
			reader.rollback();
		}
		List<String> sent = Collections.synchronizedList(new ArrayList<>());
		PartitionLifecycleService service = Engine.on(db, TODAY)
			.over(db.recording(sent))
			.service(Tables.monthly(Tables.aheadKeep(2, 3)));
		MaintenancePlan plan = service.plan("t").without(RelationName.parse("public.t__2026_07"));
		assertThat(plan.operations()).extracting(Operation::kind).extracting(Object::toString).contains("finalize");
		sent(service, plan, sent);
	}

}
