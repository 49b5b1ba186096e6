package io.partsmith.maintenance;

import java.util.Map;

import io.partsmith.table.Leaves;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import io.partsmith.testing.Trees;
import io.partsmith.topology.RelationName;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.findings;
import static org.assertj.core.api.Assertions.assertThat;

/** What must not happen beneath a table that cannot come back. */
@PostgresTest
class RefusedReturnTest {

	private final TablePartitionConfig x = new TablePartitionConfig("x", RelationName.parse("public.x"),
			Trees.months("created_at").dividedBy(Trees.ids("id", 100)), Tables.ahead(1),
			Map.of(1, Tables.aheadKeep(1, 1)), Leaves.DEFAULT, null);

	private static void make(PostgresDatabase db) {
		db.execute(
				"CREATE TABLE x (id bigint NOT NULL, created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)",
				"CREATE TABLE x_rest PARTITION OF x DEFAULT",
				"CREATE TABLE x__2026_06 (LIKE x) PARTITION BY RANGE (id)",
				"CREATE TABLE x__2026_06__0 PARTITION OF x__2026_06 FOR VALUES FROM (0) TO (100)",
				"CREATE TABLE x__2026_06__100 PARTITION OF x__2026_06 FOR VALUES FROM (100) TO (200)",
				"CREATE TABLE x__2026_06__200 PARTITION OF x__2026_06 FOR VALUES FROM (200) TO (300)",
				"INSERT INTO x__2026_06 VALUES (5, '2026-06-03Z'), (150, '2026-06-04Z'), (250, '2026-06-05Z')",
				"COMMENT ON TABLE x__2026_06 IS E'pg-partsmith:orphan-parent=public.x\\n"
						+ "pg-partsmith:detached-at=2026-08-20T00:00:00+00:00'",
				"CREATE TABLE x__2026_08 PARTITION OF x FOR VALUES FROM ('2026-08-01 00:00+00') TO ('2026-09-01 00:00+00')"
						+ " PARTITION BY RANGE (id)",
				"CREATE TABLE x__2026_08__200 PARTITION OF x__2026_08 FOR VALUES FROM (200) TO (300)",
				"INSERT INTO x VALUES (260, '2026-06-20Z'), (261, '2026-06-21Z')");
	}

	@Test
	void whereDefaultHoldsMoreRowsThanARunMovesNothingBeneathGoes(PostgresDatabase db) {
		make(db);
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z").movingAtMost(1).run(this.x);
		assertThat(result.error()).isNull();
		assertThat(findings(result)).anyMatch((finding) -> finding.contains("default_holds_rows"));
		assertThat(done(result)).noneMatch((operation) -> operation.contains("2026_06"));
		assertThat(CatalogProbe.of(db).rows("x__2026_06")).isEqualTo(3);
	}

	@Test
	void whereItComesBackItsExpiredIdsGo(PostgresDatabase db) {
		make(db);
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z").movingAtMost(10).run(this.x);
		assertThat(result.error()).isNull();
		assertThat(done(result)).contains("move x__2026_06", "drop x__2026_06__0");
	}

}
