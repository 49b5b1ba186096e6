package io.partsmith.mpp.citus;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.ArrayList;

import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.postgres.Dialect;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A plain server beside a Citus is maintained as any other. */
@PostgresTest
class FoundDialectTest {

	@Test
	void aPlainServerIsMaintainedAsSuch(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_05"), Tables.month("2026_08"));
		Dialect dialect = new CitusDialect().elsewhere();
		List<String> statements = Collections.synchronizedList(new ArrayList<>());
		MaintenanceResult result = Engine.on(db, "2026-08-26T00:00:00Z")
			.over(db.recording(statements))
			.with(dialect)
			.run(Tables.monthly(Tables.aheadKeep(2, 2)));
		assertThat(result.success()).as(result.toString()).isTrue();
		assertThat(result.droppedCount()).isOne();
		assertThat(statements).noneMatch((sql) -> sql.contains("citus."))
			.anyMatch((sql) -> sql.contains("DETACH PARTITION public.t__2026_05 CONCURRENTLY"));
		assertThat(dialect.settings(Duration.ofSeconds(1))).isEmpty();
		assertThat(dialect.size("1")).isEqualTo(Dialect.POSTGRESQL.size("1"));
	}

}
