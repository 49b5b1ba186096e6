package io.partsmith.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Outcome;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.plan.Scope;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * 10,000 partitions in 200 tables; prints what a converged run takes and how the queries
 * are planned. Run it with {@code -Dpartsmith.test.scale=true}.
 */
@PostgresTest
@EnabledIfSystemProperty(named = "partsmith.test.scale", matches = "true")
class CatalogScaleTest {

	private static final int TABLES = 200;

	private static final int PARTITIONS = 50;

	@Test
	void aConvergedRunOverTenThousandPartitions(PostgresDatabase db) throws SQLException {
		List<TablePartitionConfig> tables = new ArrayList<>();
		for (int i = 0; i < TABLES; i++) {
			db.execute("CREATE TABLE ids" + i + " (id bigint NOT NULL) PARTITION BY RANGE (id)");
			tables.add(Tables.ids("public.ids" + i, "id", 1000, 0, Tables.ahead(PARTITIONS)));
		}
		db.execute("DO $$ BEGIN FOR t IN 0.." + (TABLES - 1) + " LOOP FOR p IN 0.." + (PARTITIONS - 1)
				+ " LOOP EXECUTE format('CREATE TABLE ids%s__%s PARTITION OF ids%s FOR VALUES FROM (%s) TO (%s)',"
				+ " t, p * 1000, t, p * 1000, (p + 1) * 1000); END LOOP; COMMIT; END LOOP; END $$", "ANALYZE");
		PartitionLifecycleService service = Engine.on(db, "2026-08-26T00:00:00Z")
			.service(tables.toArray(TablePartitionConfig[]::new));
		print("nothing in any table", service);
		for (int i = 0; i < TABLES; i++) {
			db.execute("INSERT INTO ids" + i + " VALUES (0), (49999)");
		}
		List<TablePartitionConfig> times = new ArrayList<>();
		for (TablePartitionConfig ids : tables) {
			times.add(Tables.times(ids.id(), "public." + ids.id(), Granularity.MONTH, Tables.ahead(1)));
		}
		for (int round = 0; round < 3; round++) {
			print("rows in the newest partitions", service);
		}
		print("catalog alone, bounds that do not fit",
				Engine.on(db, "2026-08-26T00:00:00Z").service(times.toArray(TablePartitionConfig[]::new)));
		explain(db);
	}

	private static void print(String what, PartitionLifecycleService service) {
		long begin = System.nanoTime();
		List<MaintenanceResult> results = service.maintain(Scope.RETIRE);
		System.out.println("SCALE " + what + ": " + (System.nanoTime() - begin) / 1_000_000 + " ms");
		assertThat(results).extracting(MaintenanceResult::outcome).containsOnly(Outcome.CONVERGED);
	}

	private static void explain(PostgresDatabase db) throws SQLException {
		try (Connection connection = db.connect(); Statement statement = connection.createStatement()) {
			String oids = "(SELECT array_agg(oid::bigint) FROM pg_class WHERE relname ~ '^ids[0-9]+$')";
			for (String query : List.of(CatalogQueries.TREE, CatalogQueries.ORPHANS, CatalogQueries.STRAYS)) {
				String sql = query
					.replace("starts_with(d.description, ?)", "starts_with(d.description, 'pg-partsmith')")
					.replace("?::bigint[]", oids + "::bigint[]")
					.replace("?::text[]", "'{public}'::text[]");
				try (ResultSet rows = statement.executeQuery("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + sql)) {
					while (rows.next()) {
						System.out.println("SCALE " + rows.getString(1));
					}
				}
			}
		}
	}

}
