package io.partsmith.maintenance;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.OperationKind;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.LockLimits;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Sessions;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.partsmith.testing.Results.done;
import static io.partsmith.testing.Results.issues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Statements that somebody sends by hand while a run works on the same table. */
@PostgresTest
class OvertakenTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static final LockLimits PATIENT = new LockLimits(Duration.ofSeconds(5), 200, Duration.ofMinutes(1),
			Duration.ofSeconds(20));

	private static final TablePartitionConfig CONCURRENT = Tables
		.monthly(Tables.aheadKeep(1, 1).detaching(DetachMode.CONCURRENT));

	private PostgresDatabase db;

	private CatalogProbe catalog;

	@BeforeEach
	void makeM(PostgresDatabase database) {
		this.db = database;
		this.catalog = CatalogProbe.of(database);
		database.execute(Tables.M, Tables.month("2026_06"), Tables.month("2026_08"),
				"CREATE TABLE old PARTITION OF t FOR VALUES FROM ('2020-01-10Z') TO ('2020-02-20Z')");
	}

	/** A concurrent detach by hand, which waits for whoever reads the table. */
	private CompletableFuture<Void> detachByHand(String partition) {
		CompletableFuture<Void> detach = CompletableFuture.runAsync(() -> {
			try (Connection connection = this.db.connect(); Statement statement = connection.createStatement()) {
				statement.execute("SET application_name = 'by hand'");
				statement.execute("ALTER TABLE t DETACH PARTITION " + partition + " CONCURRENTLY");
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		});
		Sessions.awaitWaiting(this.db, "by hand");
		return detach;
	}

	private Sessions reader() throws SQLException {
		Sessions reader = Sessions.named(this.db, "reader");
		reader.run("SELECT count(*) FROM t");
		return reader;
	}

	/** Breaks a concurrent detach by hand off behind its first transaction. */
	private void leavePending(String partition) throws SQLException {
		try (Sessions reader = reader(); Connection connection = this.db.connect()) {
			assertThat(reader.pid()).isPositive();
			try (Statement statement = connection.createStatement()) {
				statement.execute("SET statement_timeout = '200ms'");
				assertThatThrownBy(
						() -> statement.execute("ALTER TABLE t DETACH PARTITION " + partition + " CONCURRENTLY"))
					.hasMessageContaining("statement timeout");
			}
		}
	}

	@Test
	void aDetachOfAnotherPartitionIsWaitedForLikeALock() throws Exception {
		PartitionLifecycleService service = Engine.on(this.db, TODAY).with(PATIENT).service(CONCURRENT);
		CompletableFuture<MaintenanceResult> run;
		CompletableFuture<Void> byHand;
		try (Sessions reader = reader()) {
			byHand = detachByHand("old");
			run = CompletableFuture.supplyAsync(() -> service.maintain("t", Scope.MAINTAIN));
			// It has begun: the marker is written before the detach.
			while (this.catalog.comment("t__2026_06") == null) {
				Thread.onSpinWait();
			}
			reader.rollback();
		}
		byHand.get(20, TimeUnit.SECONDS);
		MaintenanceResult result = run.get(20, TimeUnit.SECONDS);
		assertThat(done(result)).containsExactly("detach t__2026_06", "drop t__2026_06");
		assertThat(this.catalog.tables("public")).containsExactly("old", "t", "t__2026_08");
	}

	@Test
	void aDetachOfAnotherPartitionThatDoesNotEndIsAnIssueAndNoFailure() throws Exception {
		CompletableFuture<Void> byHand;
		try (Sessions reader = reader()) {
			byHand = detachByHand("old");
			MaintenanceResult result = Engine.on(this.db, TODAY).run(CONCURRENT);
			assertThat(result.success()).as("%s", result.error()).isTrue();
			assertThat(issues(result)).contains("detach detach_pending t__2026_06");
			assertThat(result.issues()).filteredOn((issue) -> issue.sqlState() != null)
				.singleElement()
				.satisfies((issue) -> {
					assertThat(issue.message()).contains("the concurrent detach of public.old")
						.contains("application_name 'by hand'");
					assertThat(issue.next()).contains("ALTER TABLE public.t DETACH PARTITION public.old FINALIZE");
				});
			assertThat(this.catalog.comment("t__2026_06")).isNull();
			assertThat(reader.pid()).isPositive();
		}
		byHand.get(20, TimeUnit.SECONDS);
	}

	@Test
	void aDetachOfAnotherPartitionThatWasBrokenOffIsNotWaitedForLong() throws Exception {
		leavePending("old");
		MaintenanceResult result = Engine.on(this.db, TODAY)
			.with(new LockLimits(Duration.ofMillis(10), 1000, Duration.ofHours(1), Duration.ofMillis(200)))
			.run(CONCURRENT);
		assertThat(result.success()).as("%s", result.error()).isTrue();
		assertThat(issues(result)).contains("detach detach_pending t__2026_06");
		this.db.execute("ALTER TABLE t DETACH PARTITION old FINALIZE");
		assertThat(done(Engine.on(this.db, TODAY).run(CONCURRENT))).contains("detach t__2026_06");
	}

	@Test
	void whatSomebodyIsDetachingIsLeftToHim() throws Exception {
		CompletableFuture<Void> byHand;
		Engine engine = Engine.on(this.db, TODAY);
		try (Sessions reader = reader()) {
			byHand = detachByHand("t__2026_06");
			MaintenanceResult result = engine.run(CONCURRENT);
			assertThat(result.success()).as("%s", result.error()).isTrue();
			assertThat(issues(result)).containsExactly("detach detach_pending t__2026_06");
			assertThat(result.issues().get(0).message()).contains("somebody else, who detaches it right now")
				.contains("application_name 'by hand'");
			assertThat(reader.pid()).isPositive();
		}
		byHand.get(20, TimeUnit.SECONDS);
		assertThat(this.catalog.comment("t__2026_06")).isNull();
		assertThat(engine.run(CONCURRENT).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@Test
	void aPresentThatSomebodyIsDetachingIsAFailure() throws Exception {
		CompletableFuture<Void> byHand;
		try (Sessions reader = reader()) {
			byHand = detachByHand("t__2026_08");
			MaintenanceResult result = Engine.on(this.db, TODAY).run(CONCURRENT);
			assertThat(result.success()).isFalse();
			assertThat(issues(result)).contains("detach detach_pending t__2026_08");
			assertThat(reader.pid()).isPositive();
		}
		byHand.get(20, TimeUnit.SECONDS);
	}

	@Test
	void aColumnThatCameBetweenIsAnIssueWhereItKeepsTheDetachFromEnding() throws Exception {
		leavePending("t__2026_06");
		this.db.execute("ALTER TABLE t ADD COLUMN extra text");
		boolean stuck = !canBeFinalized("t__2026_06");
		MaintenanceResult result = Engine.on(this.db, TODAY).run(CONCURRENT);
		assertThat(result.success()).as("%s", result.error()).isTrue();
		if (stuck) {
			assertThat(issues(result)).containsExactly("detach detach_pending t__2026_06");
			assertThat(result.issues().get(0).next()).contains("ALTER TABLE public.t DROP COLUMN ...");
			this.db.execute("ALTER TABLE t DROP COLUMN extra");
			result = Engine.on(this.db, TODAY).run(CONCURRENT);
		}
		assertThat(done(result)).containsExactly("finalize t__2026_06", "drop t__2026_06");
	}

	@Test
	void aDetachThatCannotEndKeepsNoOtherPartition() throws Exception {
		this.db.execute(Tables.month("2026_05"));
		leavePending("t__2026_05");
		this.db.execute("ALTER TABLE t ADD COLUMN extra text");
		boolean stuck = !canBeFinalized("t__2026_05");
		MaintenanceResult result = Engine.on(this.db, TODAY).run(Tables.monthly(Tables.aheadKeep(1, 1)));
		assertThat(result.success()).as("%s", result.error()).isTrue();
		assertThat(done(result)).contains("detach t__2026_06", "drop t__2026_06");
		assertThat(issues(result))
			.containsExactly(stuck ? new String[] { "detach detach_pending t__2026_05" } : new String[0]);
	}

	/** Whether this version ends the detach, tried and taken back. */
	private boolean canBeFinalized(String partition) throws SQLException {
		try (Sessions session = Sessions.named(this.db, "trying")) {
			session.run("ALTER TABLE t DETACH PARTITION " + partition + " FINALIZE");
			session.rollback();
			return true;
		}
		catch (SQLException ex) {
			assertThat(ex.getSQLState()).isEqualTo("42804");
			return false;
		}
	}

	@Test
	void whatAnotherStatementChangedUnderOursIsTriedAgain() throws Exception {
		CompletableFuture<MaintenanceResult> run;
		try (Sessions granting = Sessions.named(this.db, "granting")) {
			// No lock on the table keeps others out meanwhile, only its row in pg_class.
			granting.run("GRANT SELECT ON t__2026_06 TO PUBLIC");
			Engine engine = Engine.on(this.db, TODAY).with(PATIENT);
			run = CompletableFuture
				.supplyAsync(() -> engine.run(Tables.monthly(Tables.aheadKeep(1, 1).detaching(DetachMode.BLOCKING))));
			Sessions.awaitWaiting(this.db, "partsmith retire%");
			granting.run("COMMIT");
		}
		MaintenanceResult result = run.get(20, TimeUnit.SECONDS);
		assertThat(result.error()).isNull();
		assertThat(done(result)).containsExactly("detach t__2026_06", "drop t__2026_06");
	}

	@Test
	void aTableThatIsGoneIsAPlanForAnotherCatalog() {
		PartitionLifecycleService service = Engine.on(this.db, TODAY).service(Tables.monthly(Tables.ahead(2)));
		MaintenancePlan plan = service.plan("t");
		this.db.execute("DROP TABLE t");
		assertThat(issues(service.apply(plan.only(OperationKind.CREATE))))
			.containsExactly("create plan_stale t__2026_09");
	}

	@Test
	void aDefaultPartitionThatCameMeanwhileMakesThePlanStale() {
		PartitionLifecycleService service = Engine.on(this.db, TODAY).service(CONCURRENT);
		MaintenancePlan plan = service.plan("t");
		this.db.execute("CREATE TABLE rest PARTITION OF t DEFAULT");
		MaintenanceResult result = service.apply(plan);
		assertThat(issues(result)).contains("detach plan_stale t__2026_06");
		assertThat(result.error()).contains("public.t has a DEFAULT partition now");
		assertThat(this.catalog.comment("t__2026_06")).isNull();
	}

}
