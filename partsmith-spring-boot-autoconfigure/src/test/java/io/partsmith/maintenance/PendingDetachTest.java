package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.plan.Reason;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.LockLimits;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** S53: a concurrent detach that began and did not end. */
@PostgresTest
class PendingDetachTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private CatalogProbe catalog;

	@BeforeEach
	void makeM(PostgresDatabase db) {
		this.catalog = CatalogProbe.of(db);
		db.execute(Tables.M, Tables.month("2026_06"), Tables.month("2026_08"),
				"INSERT INTO t (created_at) VALUES ('2026-06-02Z'), ('2026-08-02Z')");
	}

	/** Kills a concurrent detach while a reader is open. */
	private static void leavePending(PostgresDatabase db, String partition) throws SQLException {
		try (Connection reader = db.connect(); Connection detacher = db.connect()) {
			reader.setAutoCommit(false);
			reader.createStatement().execute("SELECT count(*) FROM t");
			try (Statement statement = detacher.createStatement()) {
				statement.execute("SET statement_timeout = '200ms'");
				assertThatThrownBy(
						() -> statement.execute("ALTER TABLE t DETACH PARTITION " + partition + " CONCURRENTLY"))
					.hasMessageContaining("statement timeout");
			}
		}
		Boolean pending = db.queryOne("SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = ?::regclass",
				partition);
		assertThat(pending).isTrue();
	}

	@Test
	void s53_aWantedOneIsFinalizedAndComesBack(PostgresDatabase db) throws SQLException {
		leavePending(db, "t__2026_08");
		long oid = this.catalog.oid("t__2026_08");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.monthly(Tables.aheadKeep(1, 3)));
		assertThat(done(result)).startsWith("create t__2026_07", "finalize t__2026_08", "attach t__2026_08");
		assertThat(result.success()).isTrue();
		assertThat(this.catalog.oid("t__2026_08")).isEqualTo(oid);
		assertThat(this.catalog.comment("t__2026_08")).isNull();
		assertThat(this.catalog.rows("t")).isEqualTo(2);
		db.execute("INSERT INTO t (created_at) VALUES ('2026-08-03Z')");
	}

	@Test
	void s53_whatTheSqlSaysIsWhatIsDone(PostgresDatabase db) throws SQLException {
		leavePending(db, "t__2026_08");
		PartitionLifecycleService service = Engine.on(db, TODAY).service(Tables.monthly(Tables.aheadKeep(1, 3)));
		MaintenancePlan plan = service.plan("t").only(OperationKind.FINALIZE, OperationKind.ATTACH);
		assertThat(plan.operations()).hasSize(2);
		try (Connection session = db.connect(); Statement statement = session.createStatement()) {
			for (Operation operation : plan.operations()) {
				for (String sql : service.sql(operation)) {
					statement.execute(sql);
				}
			}
		}
		assertThat(this.catalog.rows("t")).isEqualTo(2);
		assertThat(this.catalog.comment("t__2026_08")).isNull();
	}

	@Test
	void s53_anEnsuredWindowIsFinalizedAndComesBack(PostgresDatabase db) throws SQLException {
		leavePending(db, "t__2026_06");
		PartitionLifecycleService service = Engine.on(db, TODAY).service(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(done(service.partitions("t").ensure(Instant.parse("2026-06-02T00:00:00Z"))))
			.containsExactly("finalize t__2026_06", "attach t__2026_06");
		assertThat(this.catalog.rows("t")).isEqualTo(2);
	}

	@Test
	void s53_theCreateLaneAloneBringsAWantedOneBack(PostgresDatabase db) throws SQLException {
		leavePending(db, "t__2026_08");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.monthly(Tables.aheadKeep(1, 1)), Scope.CREATE);
		assertThat(done(result)).containsExactly("finalize t__2026_08", "attach t__2026_08");
		assertThat(this.catalog.partitions("t")).contains("t__2026_06");
	}

	@Test
	void s53_anExpiredOneIsRetired(PostgresDatabase db) throws SQLException {
		leavePending(db, "t__2026_06");
		MaintenanceResult result = Engine.on(db, TODAY).run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(done(result)).containsExactly("finalize t__2026_06", "drop t__2026_06");
		assertThat(result.done().get(0).reason()).isEqualTo(Reason.DETACH_FINALIZE);
		assertThat(result.detachedCount()).isEqualTo(1);
		assertThat(this.catalog.tables("public")).containsExactly("t", "t__2026_08");
	}

	@Test
	void s53_anExpiredOneGetsItsGrace(PostgresDatabase db) throws SQLException {
		leavePending(db, "t__2026_06");
		Lifecycle week = Tables.aheadKeep(1, 1).dropping(Tables.grace("P7D"));
		Engine engine = Engine.on(db, TODAY);
		assertThat(done(engine.run(Tables.monthly(week)))).containsExactly("finalize t__2026_06");
		assertThat(this.catalog.comment("t__2026_06")).contains("detached-at=2026-08-26T00:00:00+00:00");
		assertThat(engine.run(Tables.monthly(week)).outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(done(engine.at("2026-09-03T00:00:00Z").run(Tables.monthly(week)))).contains("drop t__2026_06");
	}

	@Test
	void aReaderThatStaysLeavesItPendingAndTheNextRunEndsIt(PostgresDatabase db) throws SQLException {
		Engine engine = Engine.on(db, TODAY);
		MaintenanceResult first;
		try (Connection reader = db.connect()) {
			reader.setAutoCommit(false);
			reader.createStatement().execute("SELECT count(*) FROM t");
			first = engine.run(Tables.monthly(Tables.aheadKeep(1, 1)));
			assertThat(first.success()).isFalse();
			assertThat(issues(first)).containsExactly("detach lock_not_available t__2026_06");
			assertThat(this.catalog.comment("t__2026_06")).startsWith("pg-partsmith:orphan-parent=public.t");
		}
		assertThat(done(engine.run(Tables.monthly(Tables.aheadKeep(1, 1))))).containsExactly("finalize t__2026_06",
				"drop t__2026_06");
	}

	@Test
	void aReaderThatGoesAwayWithinTheBudgetCostsOnlyTime(PostgresDatabase db) throws Exception {
		ExecutionSettings patient = new ExecutionSettings(
				new LockLimits(Duration.ofMillis(100), 30, Duration.ofMinutes(1), Duration.ofMillis(200)),
				Duration.ofSeconds(30), ZoneId.of("UTC"), "pg-partsmith");
		try (Connection reader = db.connect()) {
			reader.setAutoCommit(false);
			reader.createStatement().execute("SELECT count(*) FROM t");
			Thread release = new Thread(() -> {
				try {
					Thread.sleep(500);
					reader.rollback();
				}
				catch (InterruptedException | SQLException ex) {
					throw new IllegalStateException(ex);
				}
			});
			release.start();
			MaintenanceResult result = Engine.on(db, TODAY).with(patient).run(Tables.monthly(Tables.aheadKeep(1, 1)));
			release.join();
			assertThat(done(result)).containsExactly("detach t__2026_06", "drop t__2026_06");
		}
	}

	@Test
	void aPlanWhosePendingDetachWasFinalizedByHandIsStale(PostgresDatabase db) throws SQLException {
		leavePending(db, "t__2026_06");
		PartitionLifecycleService service = Engine.on(db, TODAY).service(Tables.monthly(Tables.aheadKeep(1, 1)));
		var plan = service.plan("t");
		assertThat(plan.operations()).extracting(Operation::kind)
			.containsExactly(OperationKind.FINALIZE, OperationKind.DROP);
		db.execute("ALTER TABLE t DETACH PARTITION t__2026_06 FINALIZE");
		MaintenanceResult result = service.apply(plan);
		assertThat(issues(result)).containsExactly("detach plan_stale t__2026_06");
		assertThat(this.catalog.exists("t__2026_06")).isTrue();
	}

}
