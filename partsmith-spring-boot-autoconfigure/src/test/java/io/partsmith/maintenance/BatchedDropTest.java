package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Scope;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Results;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which orphans are dropped in one transaction, and what that must not change. */
@PostgresTest
class BatchedDropTest {

	private static final LocalDate FIRST = LocalDate.parse("2026-01-01");

	private static final int DAYS = 60;

	private static final String TODAY = FIRST.plusDays(DAYS) + "T00:00:00Z";

	private final TablePartitionConfig daily = Tables.times("t", "public.t", Granularity.DAY, Tables.aheadKeep(1, 1));

	private final List<String> statements = Collections.synchronizedList(new ArrayList<>());

	private static String name(int day) {
		return "t__" + FIRST.plusDays(day).toString().replace('-', '_');
	}

	private Engine engine(PostgresDatabase db) {
		List<String> sql = new ArrayList<>(List.of(Tables.M));
		for (int day = 0; day <= DAYS; day++) {
			sql.add("CREATE TABLE " + name(day) + " PARTITION OF t FOR VALUES FROM ('" + FIRST.plusDays(day)
					+ " 00:00:00+00') TO ('" + FIRST.plusDays(day + 1) + " 00:00:00+00')");
		}
		db.execute(sql.toArray(String[]::new));
		return Engine.on(db, TODAY).over(db.recording(this.statements));
	}

	private List<Integer> widths() {
		return this.statements.stream()
			.filter((sql) -> sql.startsWith("DROP TABLE"))
			.map((sql) -> sql.split(", ").length)
			.toList();
	}

	@Test
	void manyShareATransactionOfBoundedWidth(PostgresDatabase db) {
		MaintenanceResult result = engine(db).run(this.daily);
		assertThat(result.error()).isNull();
		assertThat(result.droppedCount()).isEqualTo(DAYS);
		assertThat(widths()).containsExactly(50, 10);
		assertThat(CatalogProbe.of(db).partitions("t")).hasSize(1);
		Results.assertConverged(Engine.on(db, TODAY), this.daily);
	}

	@Test
	void eachStandsAloneBetweenItsHooks(PostgresDatabase db) {
		List<String> told = new ArrayList<>();
		MaintenanceResult result = engine(db).with(new PartitionLifecycleHooks() {

			@Override
			public void beforeDrop(String tableName, String partitionName) {
				told.add(partitionName + db.queryOne("SELECT to_regclass('" + partitionName + "') IS NULL"));
			}

			@Override
			public void afterDrop(String tableName, String partitionName) {
				told.add(partitionName + db.queryOne("SELECT to_regclass('" + partitionName + "') IS NULL"));
			}

		}).run(this.daily);
		assertThat(result.droppedCount()).isEqualTo(DAYS);
		assertThat(widths()).hasSize(DAYS).containsOnly(1);
		assertThat(told).hasSize(2 * DAYS)
			.startsWith("public." + name(0) + "false", "public." + name(0) + "true", "public." + name(1) + "false");
	}

	@Test
	void oneThatIsReadKeepsNoOtherAndNobodyWaitsMeanwhile(PostgresDatabase db) throws SQLException {
		Engine engine = engine(db).continuingOnError();
		try (Connection reader = db.connect()) {
			reader.setAutoCommit(false);
			engine.observedBy((config, operation, work) -> {
				if (operation.partition().name().equals(name(0)) && operation.kind().toString().equals("drop")) {
					try {
						reader.createStatement().execute("SELECT FROM " + name(7));
					}
					catch (SQLException ex) {
						throw new IllegalStateException(ex);
					}
				}
				work.run();
			});
			MaintenanceResult result = engine.run(this.daily);
			assertThat(result.droppedCount()).isEqualTo(DAYS - 1);
			assertThat(Results.issues(result)).containsExactly("drop lock_not_available " + name(7));
			reader.rollback();
		}
		assertThat(Engine.on(db, TODAY).run(this.daily).droppedCount()).isEqualTo(1);
	}

	@Test
	void oneThatMustStayTakesNoOtherWithItAndKeepsNone(PostgresDatabase db) {
		PartitionLifecycleService service = engine(db).continuingOnError().service(this.daily);
		MaintenancePlan plan = service.plan("t");
		db.execute("CREATE VIEW v AS SELECT * FROM " + name(3), "ALTER TABLE t DETACH PARTITION " + name(9),
				"COMMENT ON TABLE " + name(9) + " IS 'mine'");
		MaintenanceResult result = service.apply(plan);
		assertThat(result.droppedCount()).isEqualTo(DAYS - 2);
		assertThat(CatalogProbe.of(db).partitions("t")).hasSize(1);
		assertThat(IntStream.of(3, 9)
			.mapToObj(BatchedDropTest::name)
			.map((name) -> db.queryOne("SELECT to_regclass('" + name + "') IS NOT NULL"))).containsOnly(true);
		assertThat(Results.issues(result)).contains("drop still_referenced " + name(3));
	}

	@Test
	void partitionedOnesStandAlone(PostgresDatabase db) {
		db.execute(Tables.N);
		db.execute(Tables.week("2026_w34", "2026-08-17", "2026-08-24", 2, 0, 1));
		db.execute(Tables.week("2026_w33", "2026-08-10", "2026-08-17", 2, 0, 1));
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z")
			.over(db.recording(this.statements))
			.run(Tables.n(2, Tables.aheadKeep(1, 1)), Scope.MAINTAIN);
		assertThat(result.droppedCount()).isEqualTo(2);
		assertThat(widths()).containsExactly(1, 1);
	}

}
