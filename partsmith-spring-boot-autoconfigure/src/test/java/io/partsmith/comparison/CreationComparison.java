package io.partsmith.comparison;

import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;

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

/** A thousand new days, against the same statements sent by hand. */
@PostgresTest
class CreationComparison {

	private static final int DAYS = 1000;

	private static final int BATCH = 50;

	@Test
	void aThousandDays(PostgresDatabase db) {
		PartitionLifecycleService service = Engine.on(db, "2026-01-01T00:00:00Z")
			.with(ExecutionSettings.DEFAULT)
			.service(Tables.times("t", "public.t", Granularity.DAY, Tables.ahead(DAYS)));
		new Pair("create 1,000 daily partitions", 5).compare(new Fresh(db) {

			@Override
			public void run() {
				assertThat(service.maintain("t", Scope.CREATE).createdCount()).isEqualTo(DAYS);
			}

		}, new Fresh(db) {

			@Override
			public void run() throws Exception {
				byHand(db);
			}

		});
	}

	private static void byHand(PostgresDatabase db) throws Exception {
		LocalDate first = LocalDate.parse("2026-01-01");
		try (Connection connection = db.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			for (int day = 0; day < DAYS; day++) {
				LocalDate from = first.plusDays(day);
				String name = "public.t__" + from.toString().replace('-', '_');
				statement.execute("CREATE TABLE " + name + " (LIKE public.t INCLUDING ALL EXCLUDING IDENTITY)");
				statement.execute("ALTER TABLE public.t ATTACH PARTITION " + name + " FOR VALUES FROM ('" + from
						+ " 00:00:00+00') TO ('" + from.plusDays(1) + " 00:00:00+00')");
				if ((day + 1) % BATCH == 0) {
					connection.commit();
				}
			}
			connection.commit();
			connection.setAutoCommit(true);
		}
	}

	/** A table without partitions. */
	private abstract static class Fresh implements Pair.Side {

		private final PostgresDatabase db;

		Fresh(PostgresDatabase db) {
			this.db = db;
		}

		@Override
		public void prepare() {
			Durable.emptied(this.db);
			this.db.execute(Tables.M);
		}

	}

}
