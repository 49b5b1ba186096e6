package io.partsmith.comparison;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;

import io.partsmith.maintenance.MaintenanceResult;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same work by pg_partman 4 (Debian: postgresql-15-partman), on a server that has it:
 * {@code TEST_PG_URL} says where.
 */
@PostgresTest
@EnabledIfEnvironmentVariable(named = "PARTSMITH_BENCH_PARTMAN", matches = "true")
class PartmanComparison {

	private static final int TABLES = 200;

	/** Months before and behind the present one, 51 partitions in all. */
	private static final int MONTHS = 25;

	/** Days before and behind the present one, 501 partitions in all. */
	private static final int DAYS = 250;

	private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(12, ChronoUnit.HOURS);

	private PostgresDatabase db;

	@BeforeEach
	void install(PostgresDatabase database) {
		this.db = database;
		assertThat(database.queryStrings("SELECT name FROM pg_available_extensions WHERE name = 'pg_partman'"))
			.as("The server of TEST_PG_URL must have the extension pg_partman")
			.isNotEmpty();
		database.execute("CREATE SCHEMA partman", "CREATE EXTENSION pg_partman SCHEMA partman");
	}

	/**
	 * So many tables cannot be locked in the one transaction that clears the database.
	 */
	@AfterEach
	void empty() {
		Durable.emptied(this.db);
	}

	private PartitionLifecycleService service(TablePartitionConfig... tables) {
		return Engine.on(this.db, NOW.toString()).with(ExecutionSettings.DEFAULT).service(tables);
	}

	private void partman(String... statements) throws SQLException {
		try (Connection connection = this.db.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'");
			for (String sql : statements) {
				statement.execute(sql);
			}
			statement.execute(PostgresDatabase.SESSION_SETUP);
		}
	}

	/** pg_partman adds a DEFAULT partition, which is taken away again. */
	private static String parent(String table, String every, String more) {
		return "SELECT partman.create_parent('public." + table + "', 'created_at', 'native', '" + every + "', " + more
				+ "); DROP TABLE public." + table + "_default";
	}

	/** Both look at the same tables, which pg_partman made. */
	@Test
	void nothingToDo() throws Exception {
		TablePartitionConfig[] tables = IntStream.range(0, TABLES)
			.mapToObj((i) -> Tables.times("t" + i, "public.t" + i, Granularity.MONTH,
					Tables.aheadKeep(MONTHS + 1, MONTHS + 1)))
			.toArray(TablePartitionConfig[]::new);
		for (TablePartitionConfig table : tables) {
			this.db.execute("CREATE TABLE " + table.table() + " (id bigint, created_at timestamptz NOT NULL,"
					+ " PRIMARY KEY (id, created_at)) PARTITION BY RANGE (created_at)");
			partman(parent(table.id(), "monthly", "p_premake := " + MONTHS));
		}
		this.db.execute("VACUUM ANALYZE");
		PartitionLifecycleService service = service(tables);
		assertThat(service.maintain(Scope.MAINTAIN)).allMatch((result) -> result.outcome() == Outcome.CONVERGED);
		new Pair("no-op run, 200 tables x 51 partitions", 15, "pg_partman").compare(
				() -> assertThat(service.maintain(Scope.MAINTAIN))
					.allMatch((result) -> result.outcome() == Outcome.CONVERGED),
				() -> partman("CALL partman.run_maintenance_proc()"));
	}

	@Test
	void newPartitions() throws Exception {
		PartitionLifecycleService service = service(
				Tables.times("t", "public.t", Granularity.DAY, Tables.ahead(2 * DAYS + 1)));
		new Pair("create 501 daily partitions", 5, "pg_partman").compare(new Prepared() {

			@Override
			public void run() {
				assertThat(service.maintain("t", Scope.CREATE).createdCount()).isEqualTo(2 * DAYS + 1);
			}

		}, new Prepared() {

			@Override
			public void run() throws Exception {
				partman(parent("t", "daily", "p_premake := " + DAYS));
				assertThat(partitions()).isEqualTo(2 * DAYS + 1);
			}

		});
	}

	@Test
	void endedPartitions() throws Exception {
		String first = LocalDate.ofInstant(NOW, ZoneOffset.UTC).minusDays(2 * DAYS).toString();
		String made = parent("t", "daily", "p_premake := 1, p_start_partition := '" + first + "'");
		PartitionLifecycleService service = service(
				Tables.times("t", "public.t", Granularity.DAY, Tables.aheadKeep(2, 1)));
		new Pair("detach and drop 500, no DEFAULT", 5, "pg_partman").compare(new Prepared(made) {

			@Override
			public void run() {
				MaintenanceResult result = service.maintain("t", Scope.RETIRE);
				assertThat(result.error()).isNull();
				assertThat(partitions()).isEqualTo(2);
			}

		}, new Prepared(made,
				"UPDATE partman.part_config SET retention = '1 hour', retention_keep_table = false, retention_keep_index = false") {

			@Override
			public void run() throws Exception {
				partman("SELECT partman.run_maintenance('public.t')");
				assertThat(partitions()).isEqualTo(2);
			}

		});
	}

	private long partitions() {
		Long count = this.db.queryOne("SELECT count(*) FROM pg_inherits WHERE inhparent = 'public.t'::regclass");
		return (count != null) ? count : 0;
	}

	/** A table for which some statements of pg_partman's were run. */
	private abstract class Prepared implements Pair.Side {

		private final String[] statements;

		Prepared(String... statements) {
			this.statements = statements;
		}

		@Override
		public void prepare() {
			PostgresDatabase database = PartmanComparison.this.db;
			Durable.emptied(database);
			database.execute("DROP TABLE IF EXISTS partman.template_public_t", "DELETE FROM partman.part_config",
					Tables.M);
			try {
				partman(this.statements);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
