package io.partsmith.maintenance;

import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@PostgresTest
class FirstRunTest {

	@Test
	void s01_emptyMonthlyTableGetsItsPartitions(PostgresDatabase db) {
		db.execute(Tables.M);
		MaintenanceResult result = Engine.on(db, "2024-12-01T00:00:00Z").run(Tables.monthly(Tables.ahead(2)));
		assertThat(result.error()).isNull();
		assertThat(result.createdCount()).isEqualTo(2);
		assertThat(db.queryStrings("SELECT inhrelid::regclass::text FROM pg_inherits ORDER BY 1"))
			.contains("t__2024_12", "t__2025_01");
	}

	@Test
	void lifecycle(PostgresDatabase db) {
		db.execute(Tables.M);
		Engine engine = Engine.on(db, "2024-01-01T00:00:00Z");
		var t = Tables.monthly(Tables.aheadKeep(2, 2));
		engine.run(t);
		MaintenanceResult result = engine.at("2024-04-01T00:00:00Z").run(t);
		System.out.println(result.plan().describe());
		assertThat(result.error()).isNull();
		assertThat(result.detachedCount()).isEqualTo(2);
		assertThat(result.droppedCount()).isEqualTo(2);
		MaintenanceResult again = engine.run(t);
		assertThat(again.outcome()).isEqualTo(Outcome.CONVERGED);
		db.execute("insert into t(created_at) values ('2024-04-03')");
		System.out.println(engine.service(t).inspect("t").plan());
	}

	@Test
	void ids(PostgresDatabase db) {
		db.execute(Tables.Q);
		Engine engine = Engine.on(db, "2024-01-01T00:00:00Z");
		var q = Tables.q(Tables.ahead(2));
		assertThat(engine.run(q).createdCount()).isEqualTo(2);
		db.execute("insert into q select from generate_series(1,1500)");
		MaintenanceResult result = engine.run(q);
		System.out.println(result.plan().describe());
		assertThat(result.createdCount()).isEqualTo(1);
	}

}
