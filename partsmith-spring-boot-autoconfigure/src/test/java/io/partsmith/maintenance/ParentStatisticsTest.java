package io.partsmith.maintenance;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.partsmith.plan.Scope;
import io.partsmith.postgres.AnalyzeLimits;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.Sessions;
import io.partsmith.testing.Tables;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.partsmith.testing.Results.done;
import static org.assertj.core.api.Assertions.assertThat;

/** The statistics of the partitioned table itself, which autovacuum never renews. */
@PostgresTest
@ExtendWith(OutputCaptureExtension.class)
class ParentStatisticsTest {

	private static final String TODAY = "2026-08-26T00:00:00Z";

	private static final TablePartitionConfig T = Tables.monthly(Tables.aheadKeep(2, 2));

	/** Of the statistics of such a column, some hundred thousand comparisons are made. */
	private static final String[] SLOW = { "CREATE TYPE slow AS (v int)", """
			CREATE FUNCTION compare_slowly(a slow, b slow) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
			BEGIN PERFORM pg_sleep(0.001); RETURN a.v - b.v; END $$""",
			"CREATE FUNCTION less(a slow, b slow) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT a.v < b.v'",
			"CREATE FUNCTION same(a slow, b slow) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT a.v = b.v'",
			"CREATE OPERATOR <<< (LEFTARG = slow, RIGHTARG = slow, FUNCTION = less)",
			"CREATE OPERATOR === (LEFTARG = slow, RIGHTARG = slow, FUNCTION = same)", """
					CREATE OPERATOR CLASS slow_ops DEFAULT FOR TYPE slow USING btree AS
					OPERATOR 1 <<<, OPERATOR 3 ===, FUNCTION 1 compare_slowly(slow, slow)""",
			"ALTER TABLE t ADD COLUMN s slow" };

	@BeforeEach
	void makeM(PostgresDatabase db) {
		db.execute(Tables.M, Tables.month("2026_07"), Tables.month("2026_08"), Tables.month("2026_09"));
	}

	/** Sees that the server has counted them: a session tells so when it ends. */
	private static void insert(PostgresDatabase db, String day, int rows, String more) {
		long before = counted(db);
		try (Sessions session = Sessions.named(db, "application")) {
			session.run("INSERT INTO t (created_at" + (more.isEmpty() ? "" : ", s") + ") SELECT '" + day + "Z'" + more
					+ " FROM generate_series(1, " + rows + ") AS g");
			session.run("COMMIT");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		Awaitility.await().until(() -> counted(db) == before + rows);
	}

	private static long counted(PostgresDatabase db) {
		return db.queryOne("SELECT coalesce(sum(pg_stat_get_tuples_inserted(inhrelid)), 0)::bigint FROM pg_inherits"
				+ " WHERE inhparent = 't'::regclass");
	}

	private static long analyzed(PostgresDatabase db) {
		return db.queryOne("SELECT reltuples::bigint FROM pg_class WHERE oid = 't'::regclass");
	}

	private static List<String> analyses(PostgresDatabase db, Engine engine, Scope scope) {
		List<String> statements = Collections.synchronizedList(new ArrayList<>());
		assertThat(engine.over(db.recording(statements)).run(T, scope).success()).isTrue();
		return statements.stream().filter((sql) -> sql.startsWith("ANALYZE")).toList();
	}

	@Test
	void areRenewedBehindEnoughChangesAndByRunsThatRetireAlone(PostgresDatabase db) {
		insert(db, "2026-07-10", 500, "");
		insert(db, "2026-08-10", 500, "");
		Engine engine = Engine.on(db, TODAY).analyzing(AnalyzeLimits.DEFAULT);
		assertThat(analyses(db, engine, Scope.CREATE)).isEmpty();
		assertThat(analyses(db, engine.in(Mode.CREATE_ONLY), Scope.MAINTAIN)).isEmpty();
		assertThat(analyses(db, Engine.on(db, TODAY), Scope.MAINTAIN)).isEmpty();
		engine.in(Mode.FULL);
		assertThat(analyses(db, engine, Scope.MAINTAIN))
			.containsExactly("ANALYZE " + ((db.majorVersion() >= 18) ? "ONLY " : "") + "public.t");
		assertThat(analyzed(db)).isEqualTo(1000);
		assertThat(analyses(db, engine, Scope.RETIRE)).isEmpty();
		// Below 50 rows and a tenth.
		insert(db, "2026-08-11", 149, "");
		assertThat(analyses(db, engine, Scope.MAINTAIN)).isEmpty();
		insert(db, "2026-08-12", 20, "");
		assertThat(analyses(db, engine, Scope.RETIRE)).hasSize(1);
		assertThat(analyzed(db)).isEqualTo(1169);
	}

	@Test
	void areRenewedWhereAsManyRowsCameAsWent(PostgresDatabase db) {
		insert(db, "2026-07-10", 500, "");
		insert(db, "2026-08-10", 500, "");
		Engine engine = Engine.on(db, TODAY).analyzing(AnalyzeLimits.DEFAULT);
		assertThat(analyses(db, engine, Scope.MAINTAIN)).hasSize(1);
		insert(db, "2026-09-10", 500, "");
		engine.at("2026-09-26T00:00:00Z");
		assertThat(analyses(db, engine, Scope.MAINTAIN)).hasSize(1);
		assertThat(analyzed(db)).isEqualTo(1000);
		assertThat(analyses(db, engine, Scope.MAINTAIN)).isEmpty();
	}

	@Test
	void areLeftAloneWhileSomebodyLocksTheTable(PostgresDatabase db, CapturedOutput output) throws SQLException {
		insert(db, "2026-08-10", 500, "");
		Engine engine = Engine.on(db, TODAY).analyzing(AnalyzeLimits.DEFAULT);
		engine.run(T);
		insert(db, "2026-08-11", 500, "");
		MaintenanceJournal journal = new MaintenanceJournal();
		try (Sessions session = Sessions.named(db, "vacuum by hand")) {
			session.run("LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE");
			assertThat(engine.noting(journal).run(T).outcome()).isEqualTo(Outcome.CONVERGED);
		}
		assertThat(journal.locks("t").waitMillis()).isPositive();
		assertThat(analyzed(db)).isEqualTo(500);
		assertThat(output).contains("ANALYZE of public.t failed in 3 attempt(s) [55P03]", "vacuum by hand");
	}

	@Test
	void endWithTheirTimeoutAndMakeWayAndHoldUpNoCreation(PostgresDatabase db, CapturedOutput output) throws Exception {
		db.execute(SLOW);
		insert(db, "2026-08-10", 2000, ", row(g)::slow");
		Engine hasty = Engine.on(db, TODAY).analyzing(new AnalyzeLimits(new BigDecimal("0.1"), Duration.ofMillis(300)));
		assertThat(hasty.run(T).outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(analyzed(db)).isEqualTo(-1);
		assertThat(output).contains("ANALYZE of public.t failed", "57014",
				"partsmith.execution.analyze.timeout (300ms)");
		Engine engine = Engine.on(db, TODAY).analyzing(new AnalyzeLimits(new BigDecimal("0.1"), Duration.ofSeconds(3)));
		CompletableFuture<MaintenanceResult> run = CompletableFuture.supplyAsync(() -> engine.run(T, Scope.RETIRE));
		awaitAnalysis(db);
		assertThat(done(Engine.on(db, "2026-09-02T00:00:00Z").run(T, Scope.CREATE)))
			.containsExactly("create t__2026_10");
		awaitAnalysis(db);
		try (Sessions session = Sessions.named(db, "migration")) {
			session.run("SET lock_timeout = '2s'");
			session.run("LOCK TABLE ONLY t IN SHARE UPDATE EXCLUSIVE MODE");
		}
		assertThat(run.get().outcome()).isEqualTo(Outcome.CONVERGED);
	}

	private static void awaitAnalysis(PostgresDatabase db) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.until(() -> db.queryOne("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE state = 'active'"
					+ " AND query LIKE 'ANALYZE %' AND xact_start < clock_timestamp() - interval '100 ms')"));
	}

}
