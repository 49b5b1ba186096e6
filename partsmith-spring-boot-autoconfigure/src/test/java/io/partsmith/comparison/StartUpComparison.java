package io.partsmith.comparison;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.partsmith.autoconfigure.ActuatorApplication;
import io.partsmith.maintenance.PartitionMaintainer;
import io.partsmith.plan.Scope;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The start of an application with twenty tables, all as they should be, and without. */
@PostgresTest
class StartUpComparison {

	private static final String CONCERN = "io.partsmith.autoconfigure.";

	private static final String WITHOUT = "spring.autoconfigure.exclude=" + String.join(",",
			CONCERN + "PartsmithAutoConfiguration", CONCERN + "endpoint.PartsmithEndpointAutoConfiguration",
			CONCERN + "health.PartsmithHealthAutoConfiguration", CONCERN + "metrics.PartsmithMetricsAutoConfiguration",
			CONCERN + "metrics.PartsmithObservationAutoConfiguration",
			CONCERN + "scheduling.PartsmithSchedulingAutoConfiguration");

	@Test
	void twentyTables(PostgresDatabase db) {
		List<String> tables = IntStream.range(0, 20).mapToObj((i) -> "t" + i).toList();
		tables.forEach((table) -> db.execute(
				"CREATE TABLE " + table + " (created_at timestamptz NOT NULL)" + " PARTITION BY RANGE (created_at)"));
		String[] with = tables.stream()
			.flatMap((table) -> Stream.of("partition-column=created_at", "granularity=month", "create-ahead-count=12")
				.map((key) -> "partsmith.tables." + table + "." + key))
			.toArray(String[]::new);
		try (ActuatorApplication application = new ActuatorApplication(db, with)) {
			assertThat(application.bean(PartitionMaintainer.class).runMaintenanceSafe(Scope.MAINTAIN))
				.allMatch((result) -> result.createdCount() == 12);
		}
		new Pair("start of an application with 20 converged tables", 9).compare(() -> start(db, with),
				() -> start(db, WITHOUT));
	}

	private static void start(PostgresDatabase db, String... properties) {
		new ActuatorApplication(db, properties).close();
	}

}
