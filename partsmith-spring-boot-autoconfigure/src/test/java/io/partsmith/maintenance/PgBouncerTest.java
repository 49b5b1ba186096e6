package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Scope;
import io.partsmith.scheme.Granularity;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PgBouncer;
import io.partsmith.testing.Pool;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Behind PgBouncer, whose transaction mode gives each transaction another session. */
@PostgresTest
class PgBouncerTest {

	private PostgresDatabase db;

	private PgBouncer bouncer;

	@BeforeEach
	void needsTheProgram(PostgresDatabase database) {
		assumeTrue(PgBouncer.program().isPresent(),
				"NOT TESTED: pgbouncer is not installed (apt-get install pgbouncer)");
		this.db = database;
	}

	@AfterEach
	void stop() {
		if (this.bouncer != null) {
			this.bouncer.close();
		}
	}

	private Pool pool(String mode, int servers) {
		this.bouncer = PgBouncer.before(this.db, mode, servers);
		return Pool.at(this.bouncer.jdbcUrl(), 4);
	}

	/** Many runs, so that the driver would keep prepared statements for some of them. */
	@ParameterizedTest
	@ValueSource(strings = { "session", "transaction" })
	void aTableLivesThroughManyDays(String mode) throws SQLException {
		this.db.execute(Tables.M);
		TablePartitionConfig t = Tables.m(Granularity.DAY, Tables.aheadKeep(2, 2));
		try (Pool pool = pool(mode, 4)) {
			Engine engine = Engine.on(this.db, "2026-08-01T12:00:00Z").over(pool);
			for (int day = 1; day <= 12; day++) {
				MaintenanceResult result = engine.at("2026-08-%02dT12:00:00Z".formatted(day)).run(t);
				assertThat(result.success()).as("day %d: %s", day, result.error()).isTrue();
				assertThat(issues(result)).isEmpty();
				assertThat(result.done()).filteredOn(Operation.Detach.class::isInstance)
					.allMatch((operation) -> ((Operation.Detach) operation).mode() == DetachMode.BLOCKING);
			}
			assertThat(CatalogProbe.of(this.db).partitions("t")).containsExactly("t__2026_08_11", "t__2026_08_12",
					"t__2026_08_13");
			assertThat(settings(pool)).hasSize(1);
			assertThat(this.db.<Long>queryOne("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
					+ " (SELECT oid FROM pg_database WHERE datname = current_database())"))
				.isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "session", "transaction" })
	void aConcurrentDetachIsNotSentThroughIt(String mode) {
		this.db.execute(Tables.M, Tables.month("2026_06"));
		try (Pool pool = pool(mode, 4)) {
			MaintenanceResult result = Engine.on(this.db, "2026-08-26T00:00:00Z")
				.over(pool)
				.run(Tables.monthly(Tables.aheadKeep(1, 1).detaching(DetachMode.CONCURRENT)));
			assertThat(done(result)).containsExactly("create t__2026_08");
			assertThat(issues(result)).containsExactly("detach pooler_between");
			assertThat(CatalogProbe.of(this.db).partitions("t")).contains("t__2026_06");
		}
	}

	/** Two lanes at once, with no more sessions than they need. */
	@ParameterizedTest
	@ValueSource(strings = { "session", "transaction" })
	void bothLanesShareFewSessions(String mode) throws Exception {
		this.db.execute(Tables.M, Tables.month("2026_06"), Tables.month("2026_07"));
		TablePartitionConfig t = Tables.monthly(Tables.aheadKeep(3, 1));
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try (Pool pool = pool(mode, 3)) {
			Callable<MaintenanceResult> create = () -> Engine.on(this.db, "2026-08-26T00:00:00Z")
				.over(pool)
				.run(t, Scope.CREATE);
			Callable<MaintenanceResult> retire = () -> Engine.on(this.db, "2026-08-26T00:00:00Z")
				.over(pool)
				.run(t, Scope.RETIRE);
			for (Future<MaintenanceResult> future : threads.invokeAll(List.of(create, retire))) {
				assertThat(future.get().success()).as("%s", future.get().error()).isTrue();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(CatalogProbe.of(this.db).partitions("t")).containsExactly("t__2026_08", "t__2026_09", "t__2026_10");
	}

	/** What the sessions behind the pooler are left with. */
	private static Set<String> settings(Pool pool) throws SQLException {
		List<Connection> held = new ArrayList<>();
		Set<String> settings = new TreeSet<>();
		try {
			for (int i = 0; i < 4; i++) {
				Connection connection = pool.getConnection();
				held.add(connection);
				connection.setAutoCommit(false);
				try (Statement statement = connection.createStatement();
						ResultSet row = statement.executeQuery("SELECT concat_ws('/', current_setting('lock_timeout'),"
								+ " current_setting('statement_timeout'), current_setting('row_security'),"
								+ " (SELECT count(*) FROM pg_prepared_statements))")) {
					row.next();
					settings.add(row.getString(1));
				}
			}
		}
		finally {
			for (Connection connection : held) {
				connection.rollback();
				connection.close();
			}
		}
		return settings;
	}

}
