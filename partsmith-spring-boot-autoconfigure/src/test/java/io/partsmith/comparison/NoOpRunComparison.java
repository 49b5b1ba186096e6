package io.partsmith.comparison;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.stream.IntStream;

import io.partsmith.maintenance.Outcome;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A run that finds nothing to do, against one query that reads the same bounds. */
@PostgresTest
class NoOpRunComparison {

	private static final int TABLES = 200;

	private static final int PARTITIONS = 50;

	private static final String BOUNDS = """
			SELECT i.inhparent::bigint, n.nspname, c.relname, pg_get_expr(c.relpartbound, c.oid)
			FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
			WHERE i.inhparent IN (SELECT oid FROM pg_class WHERE relkind = 'p' AND relname LIKE 't%')""";

	@Test
	void twoHundredTables(PostgresDatabase db) {
		TablePartitionConfig[] tables = IntStream.range(0, TABLES)
			.mapToObj((i) -> Tables.times("t" + i, "public.t" + i, Granularity.MONTH,
					Tables.aheadKeep(PARTITIONS, PARTITIONS)))
			.toArray(TablePartitionConfig[]::new);
		for (TablePartitionConfig table : tables) {
			db.execute("CREATE TABLE " + table.table() + " (id bigint, created_at timestamptz NOT NULL,"
					+ " PRIMARY KEY (id, created_at)) PARTITION BY RANGE (created_at)");
		}
		PartitionLifecycleService service = Engine.on(db, "2026-08-26T00:00:00Z")
			.with(ExecutionSettings.DEFAULT)
			.service(tables);
		assertThat(service.maintain(Scope.MAINTAIN)).allMatch((result) -> result.createdCount() == PARTITIONS);
		db.execute("VACUUM ANALYZE");
		new Pair("no-op run, 200 tables x 50 partitions", 21).compare(() -> assertThat(service.maintain(Scope.MAINTAIN))
			.allMatch((result) -> result.outcome() == Outcome.CONVERGED), () -> readBounds(db));
	}

	private static void readBounds(PostgresDatabase db) throws Exception {
		try (Connection connection = db.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(BOUNDS)) {
			int rows = 0;
			while (row.next()) {
				rows += row.getString(4).isEmpty() ? 0 : 1;
			}
			assertThat(rows).isEqualTo(TABLES * PARTITIONS);
		}
	}

}
