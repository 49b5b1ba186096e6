package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.partsmith.plan.Planner;
import io.partsmith.plan.UnitState;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.PostgresMetadataProvider;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.SettableClock;
import io.partsmith.testing.Tables;
import io.partsmith.testing.Trees;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How large partitions are, measured for all tables at once. */
@PostgresTest
class SizeTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private final MaintenanceJournal journal = new MaintenanceJournal();

	private final List<String> statements = new ArrayList<>();

	private PostgresDatabase db;

	private TableInspector inspector;

	@BeforeEach
	void wire(PostgresDatabase database) {
		this.db = database;
		this.inspector = new TableInspector(
				new PostgresMetadataProvider(database.recording(this.statements), ExecutionSettings.DEFAULT), Map.of(),
				new Planner(), this.journal, new SettableClock(TODAY), Duration.ofMinutes(1));
	}

	private void measure(TablePartitionConfig... tables) {
		this.inspector.glance(List.of(tables));
		this.statements.clear();
		this.inspector.measure(List.of(tables), false);
	}

	private long bytes(String id, UnitState state) {
		return this.journal.bytes(id, state).orElseThrow();
	}

	private long size(String... tables) {
		long sum = 0;
		for (String table : tables) {
			sum += this.db.<Long>queryOne("SELECT pg_total_relation_size(?::regclass)", table);
		}
		return sum;
	}

	@Test
	void everyStateHasTheSizeOfItsUnitsAndNothingIsMeasuredTwice() {
		this.db.execute(Tables.M, Tables.month("2026_06"), Tables.month("2026_07"), Tables.month("2026_08"),
				Tables.month("2026_09"), "CREATE TABLE t__rest PARTITION OF t DEFAULT",
				"INSERT INTO t (created_at, payload) SELECT '2026-07-02Z', repeat('x', 500) FROM generate_series(1, 2000)");
		this.db.execute(Tables.orphan("2026_05", "2026-08-20T00:00:00+00:00"));
		this.db.execute(Tables.Q, "CREATE TABLE q__0 PARTITION OF q FOR VALUES FROM (0) TO (1000)");
		TablePartitionConfig t = Tables.monthly(Tables.aheadKeep(2, 2));
		TablePartitionConfig q = Tables.q(Tables.ahead(1));
		assertThat(this.journal.bytes("t", UnitState.ACTIVE)).isEmpty();
		measure(t, q);
		assertThat(this.statements).filteredOn((sql) -> sql.contains("pg_total_relation_size")).hasSize(1);
		assertThat(bytes("t", UnitState.ACTIVE)).isEqualTo(size("t__2026_07", "t__2026_08")).isGreaterThan(1_000_000);
		assertThat(bytes("t", UnitState.FUTURE)).isEqualTo(size("t__2026_09"));
		assertThat(bytes("t", UnitState.EXPIRED)).isEqualTo(size("t__2026_06"));
		assertThat(bytes("t", UnitState.DEFAULT)).isEqualTo(size("t__rest"));
		assertThat(bytes("t", UnitState.DETACHED)).isEqualTo(size("t__2026_05"));
		assertThat(bytes("t", UnitState.UNMANAGED)).isZero();
		assertThat(bytes("q", UnitState.ACTIVE)).isEqualTo(size("q__0"));
		measure(t, q);
		assertThat(this.statements).as("all of it is known").isEmpty();
		this.db.execute("DROP TABLE t__2026_06", Tables.month("2026_10"));
		measure(t, q);
		assertThat(bytes("t", UnitState.EXPIRED)).isZero();
		assertThat(bytes("t", UnitState.FUTURE)).isEqualTo(size("t__2026_09", "t__2026_10"));
	}

	@Test
	void aUnitWithinAUnitCountsOnce() {
		this.db.execute(Trees.P);
		TablePartitionConfig p = Trees.p(Tables.ahead(2), Granularity.MONTH, Tables.aheadKeep(2, 1));
		Engine.on(this.db, "2026-07-10T00:00:00Z").run(p);
		measure(p);
		assertThat(bytes("p", UnitState.EXPIRED)).isEqualTo(size("p__0__2026_07", "p__100__2026_07"));
		assertThat(bytes("p", UnitState.ACTIVE)).isEqualTo(size("p__0__2026_08", "p__100__2026_08"));
	}

	@Test
	void aUnitWithoutPartitionsHasNoSizeAndIsNotAskedForAgain() {
		this.db.execute(Trees.P,
				"CREATE TABLE p__0 PARTITION OF p FOR VALUES FROM (0) TO (100)" + " PARTITION BY RANGE (created_at)");
		TablePartitionConfig p = Trees.p(Tables.ahead(1), Tables.ahead(1));
		measure(p);
		assertThat(this.statements).isNotEmpty();
		assertThat(this.inspector.inspectClosely(p).plan().units().get(0).relation().bytes()).isZero();
		measure(p);
		assertThat(this.statements).isEmpty();
	}

	@Test
	void whatSomebodyLocksKeepsTheSizeItHadAndHoldsNobodyUp() throws Exception {
		this.db.execute(Tables.M, Tables.month("2026_07"), Tables.month("2026_08"));
		TablePartitionConfig t = Tables.monthly(Tables.aheadKeep(1, 1));
		measure(t);
		long before = bytes("t", UnitState.EXPIRED);
		assertThat(before).isPositive();
		this.db.execute("INSERT INTO t (created_at, payload) SELECT at, repeat('x', 500) FROM generate_series(1, 2000),"
				+ " (VALUES ('2026-07-02Z'::timestamptz), ('2026-08-02Z')) AS v(at)");
		try (Connection other = this.db.connect(); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("LOCK TABLE ONLY t__2026_07 IN ACCESS EXCLUSIVE MODE");
			long begin = System.nanoTime();
			this.inspector.measure(List.of(t), true);
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(100));
			assertThat(bytes("t", UnitState.EXPIRED)).isEqualTo(before);
			assertThat(bytes("t", UnitState.ACTIVE)).isGreaterThan(1_000_000);
			other.rollback();
			statement.execute("REINDEX TABLE t__2026_07");
			this.inspector.measure(List.of(t), true);
			assertThat(bytes("t", UnitState.EXPIRED)).isEqualTo(before);
			other.rollback();
		}
		this.inspector.measure(List.of(t), true);
		assertThat(bytes("t", UnitState.EXPIRED)).isGreaterThan(1_000_000);
	}

}
