package io.partsmith.comparison;

import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.scheme.Granularity;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Five hundred days that end, against the same statements sent by hand. */
@PostgresTest
class RetirementComparison {

	private static final int DAYS = 500;

	private static final LocalDate FIRST = LocalDate.parse("2026-01-01");

	@Test
	void fiveHundredDays(PostgresDatabase db) {
		PartitionLifecycleService service = Engine.on(db, FIRST.plusDays(DAYS) + "T12:00:00Z")
			.with(ExecutionSettings.DEFAULT)
			.service(Tables.times("t", "public.t", Granularity.DAY, Tables.aheadKeep(1, 1)));
		new Pair("detach and drop 500, no DEFAULT", 5).compare(new Filled(db) {

			@Override
			public void run() {
				MaintenanceResult result = service.maintain("t", Scope.RETIRE);
				assertThat(result.error()).isNull();
				assertThat(result.droppedCount()).isEqualTo(DAYS);
			}

		}, new Filled(db) {

			@Override
			public void run() throws Exception {
				byHand(db);
			}

		});
	}

	private static void byHand(PostgresDatabase db) throws Exception {
		try (Connection connection = db.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			for (int day = 0; day < DAYS; day++) {
				String name = name(FIRST.plusDays(day));
				statement.execute("ALTER TABLE public.t DETACH PARTITION " + name + " CONCURRENTLY");
				statement.execute("DROP TABLE " + name);
			}
		}
	}

	private static String name(LocalDate day) {
		return "public.t__" + day.toString().replace('-', '_');
	}

	/** A table with one partition more than expires. */
	private abstract static class Filled implements Pair.Side {

		private final PostgresDatabase db;

		Filled(PostgresDatabase db) {
			this.db = db;
		}

		@Override
		public void prepare() {
			Durable.emptied(this.db);
			List<String> sql = new ArrayList<>(List.of(Tables.M));
			for (int day = 0; day <= DAYS; day++) {
				LocalDate from = FIRST.plusDays(day);
				sql.add("CREATE TABLE " + name(from) + " PARTITION OF public.t FOR VALUES FROM ('" + from
						+ " 00:00:00+00') TO ('" + from.plusDays(1) + " 00:00:00+00')");
			}
			this.db.execute(sql.toArray(String[]::new));
		}

	}

}
