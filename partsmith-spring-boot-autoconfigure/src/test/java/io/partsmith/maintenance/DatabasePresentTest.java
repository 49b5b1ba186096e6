package io.partsmith.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.plan.Finding;
import io.partsmith.plan.Planner;
import io.partsmith.plan.ServerCheck;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.CatchAll;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Tables;
import io.partsmith.testing.Trees;
import io.partsmith.topology.ClockReading;
import io.partsmith.topology.Server;
import io.partsmith.topology.TableTopology;
import io.partsmith.topology.Topologies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a skew means for rows that come by the database's clock. */
class DatabasePresentTest {

	private static final Instant DATABASE = Instant.parse("2026-08-26T12:00:00Z");

	private static List<Finding> findings(TablePartitionConfig config, TableTopology table, Instant application) {
		Server server = new Server(180000, false, null, new ClockReading(DATABASE, application, Duration.ZERO));
		TableInspection seen = new TableInspection(config, table, new Planner().plan(config, table, application),
				server, application);
		return seen.on(new ServerCheck(Duration.ofMinutes(1)).check(server)).plan().findings();
	}

	private static boolean urgent(TablePartitionConfig config, Topologies table, String application) {
		return findings(config, table.build(), Instant.parse(application)).stream().anyMatch(Finding::urgent);
	}

	/** Two months are made from the application's clock on. */
	@ParameterizedTest
	@CsvSource(textBlock = """
			2025-08-26T12:00:00Z, 2025, 8, 9, true
			2026-06-26T12:00:00Z, 2026, 6, 7, true
			2026-07-26T12:00:00Z, 2026, 6, 7, false
			2026-08-25T12:00:00Z, 2026, 6, 7, false
			2025-08-26T12:00:00Z, 2026, 8, 8, false
			2026-09-26T12:00:00Z, 2026, 9, 9, true
			2027-08-26T12:00:00Z, 2027, 8, 9, true
			2026-08-26T12:00:30Z, 2025, 8, 9, false""")
	void aSkewIsUrgentWhereTheDatabasesMonthIsNeitherThereNorMade(Instant application, int year, int first, int last,
			boolean urgent) {
		List<Finding> findings = findings(Tables.monthly(Tables.ahead(2)),
				Topologies.of("t").months(year, first, last).build(), application);
		assertThat(findings.stream().anyMatch(Finding::urgent)).isEqualTo(urgent);
		if (urgent) {
			assertThat(findings.get(0).next())
				.contains("partitions(\"t\").ensure(Instant.parse(\"2026-08-26T12:00:00Z\"))");
		}
	}

	@Test
	void aDefaultPartitionTakesTheRows() {
		TablePartitionConfig config = Tables.monthly(Tables.ahead(2));
		assertThat(urgent(config, Topologies.of("t").months(2025, 8, 9), "2025-08-26T12:00:00Z")).isTrue();
		assertThat(urgent(config, Topologies.of("t").months(2025, 8, 9).withDefault(), "2025-08-26T12:00:00Z"))
			.isFalse();
	}

	@Test
	void aCatchAllTakesTheRowsOnItsOwnSide() {
		TablePartitionConfig config = Trees.table("t", new RangeScheme(List.of("created_at"),
				new Boundaries.Time(Granularity.MONTH, ZoneOffset.UTC), Set.of(CatchAll.ABOVE, CatchAll.BELOW), null),
				Tables.ahead(2));
		assertThat(urgent(config,
				Topologies.of("t").months(2025, 8, 9).range("__above", "2025-10-01 00:00:00+00", "MAXVALUE"),
				"2025-08-26T12:00:00Z"))
			.isFalse();
		assertThat(urgent(config,
				Topologies.of("t").months(2025, 8, 9).range("__below", "MINVALUE", "2025-08-01 00:00:00+00"),
				"2025-08-26T12:00:00Z"))
			.isTrue();
	}

	@Test
	void idsGoByNoClock() {
		Lifecycle ahead = Tables.ahead(2);
		assertThat(urgent(Tables.ids("q", "id", 1000, 0, ahead), Topologies.ids("q", "bigint"), "2025-08-26T12:00:00Z"))
			.isFalse();
	}

}
