package io.partsmith.maintenance;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.plan.FindingCode;
import io.partsmith.postgres.LockLimits;
import io.partsmith.postgres.SqlStates;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.HashScheme;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CatalogProbe;
import io.partsmith.testing.Connections;
import io.partsmith.testing.Engine;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.testing.ServerCalls;
import io.partsmith.testing.Sessions;
import io.partsmith.testing.Tables;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.Seeded;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessException;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** DEFAULT is drained because somebody asks for it, in batches, on a real database. */
@PostgresTest
class PartitionDataTest {

	private static final String APRIL = "2024-04-10T00:00:00Z";

	private static final String DEFAULT = "CREATE TABLE rest PARTITION OF t DEFAULT";

	/** On a machine that is busy with other tests nothing is as quick as it should be. */
	private static final LockLimits PATIENT = new LockLimits(Duration.ofSeconds(1), 100, Duration.ofMinutes(3),
			Duration.ofSeconds(5));

	private static final TablePartitionConfig T = Tables.monthly(Tables.ahead(1));

	private CatalogProbe catalog;

	private PostgresDatabase db;

	@BeforeEach
	void probe(PostgresDatabase database) {
		this.db = database;
		this.catalog = CatalogProbe.of(database);
	}

	private static String march(int count) {
		return "INSERT INTO t (created_at, payload) SELECT '2024-03-01Z'::timestamptz + g * interval '1 minute', 'x'"
				+ " FROM generate_series(1, " + count + ") AS g";
	}

	private TablePartitions t() {
		return Engine.on(this.db, APRIL).service(T).partitions("t");
	}

	@Test
	void s64_whatRunsOutOfBatchesGoesOnWithTheNextCall() {
		this.db.execute(Tables.M, DEFAULT, march(25));
		PartitionedData first = t().partitionData(10, 2);
		assertThat(first.error()).isNull();
		assertThat(first.rows()).isEqualTo(20);
		assertThat(first.batches()).isEqualTo(2);
		assertThat(first.complete()).isFalse();
		assertThat(this.catalog.partitions("t")).containsExactly("rest");
		assertThat(this.catalog.rows("t__2024_03")).isEqualTo(20);
		assertThat(this.catalog.rows("t")).isEqualTo(5);
		assertThat(this.catalog.comment("t__2024_03")).startsWith("pg-partsmith:orphan-parent=public.t\n");
		PartitionedData second = t().partitionData(10, 2);
		assertThat(second.rows()).isEqualTo(5);
		assertThat(second.complete()).isTrue();
		assertThat(this.catalog.partitions("t")).containsExactly("rest", "t__2024_03");
		assertThat(this.catalog.rows("t")).isEqualTo(25);
		assertThat(this.catalog.rows("rest")).isZero();
		assertThat(this.catalog.comment("t__2024_03")).isNull();
	}

	/** The newest lie first, and an index leads to the oldest. */
	@Test
	void batchesFollowEachOtherThroughTheTableWhateverLeadsToTheRows() {
		this.db.execute(Tables.M, DEFAULT, "CREATE INDEX ON t (created_at)",
				"INSERT INTO t (created_at, payload) SELECT '2024-04-02Z'::timestamptz, repeat('x', 200)"
						+ " FROM generate_series(1, 20000)",
				"INSERT INTO t (created_at) SELECT '2024-03-31Z'::timestamptz - g * interval '1 minute'"
						+ " FROM generate_series(1, 1000) AS g",
				"ANALYZE rest");
		PartitionedData some = t().partitionData(100, 9);
		assertThat(some.issues()).isEmpty();
		assertThat(some.rows()).isEqualTo(900);
		assertThat(this.catalog.rows("t__2024_03")).isEqualTo(900);
	}

	@Test
	void aRowThatIsChangedMeanwhileEndsNoFilling() throws Exception {
		this.db.execute(Tables.M, DEFAULT, march(25));
		try (Sessions app = Sessions.named(this.db, "app")) {
			app.run("UPDATE rest SET payload = 'y' WHERE id = 5");
			CompletableFuture<PartitionedData> filling = CompletableFuture.supplyAsync(
					() -> Engine.on(this.db, APRIL).with(PATIENT).service(T).partitions("t").partitionData(10, 2));
			app.awaitWaiting("partsmith create%");
			app.run("COMMIT");
			assertThat(filling.get(60, TimeUnit.SECONDS).error()).isNull();
		}
		assertThat(this.catalog.rows("t__2024_03")).isEqualTo(19);
		assertThat(t().partitionData(10).complete()).isTrue();
		assertThat(this.catalog.rows("t")).isEqualTo(25);
	}

	@Test
	void theNextCreateRunGoesOnWithWhatWasBrokenOff() {
		this.db.execute(Tables.M, DEFAULT, march(25));
		t().partitionData(10, 2);
		MaintenanceResult run = Engine.on(this.db, APRIL).run(T);
		assertThat(run.error()).isNull();
		assertThat(this.catalog.partitions("t")).containsExactly("rest", "t__2024_03", "t__2024_04");
		assertThat(this.catalog.rows("t")).isEqualTo(25);
		assertThat(this.catalog.rows("rest")).isZero();
	}

	@Test
	void windowsOfOneBatchEachMoveInOneTransactionTheOldestFirst() {
		this.db.execute(Tables.M, DEFAULT, march(4),
				"INSERT INTO t (created_at) VALUES ('2023-11-05Z'), ('2024-05-01Z')");
		StringBuilder order = new StringBuilder();
		PartitionedData all = Engine.on(this.db, APRIL).with(new PartitionLifecycleHooks() {

			@Override
			public void onEvent(PartitionEvent event) {
				order.append(event.phase()).append(' ').append(event.partition().name()).append('\n');
			}

		}).service(T).partitions("t").partitionData(10);
		assertThat(all.complete()).isTrue();
		assertThat(all.batches()).isEqualTo(3);
		assertThat(all.rows()).isEqualTo(6);
		assertThat(order).hasToString("""
				BEFORE_CREATE t__2023_11
				AFTER_CREATE t__2023_11
				BEFORE_CREATE t__2024_03
				AFTER_CREATE t__2024_03
				BEFORE_CREATE t__2024_05
				AFTER_CREATE t__2024_05
				""");
		assertThat(this.catalog.rows("rest")).isZero();
	}

	@Test
	void s65_aBranchIsFilledThroughItsBuckets() {
		this.db.execute(Tables.N, "CREATE TABLE rest PARTITION OF n DEFAULT",
				"INSERT INTO n SELECT g, '2026-08-25Z', 'x' FROM generate_series(1, 20) AS g");
		PartitionedData done = Engine.on(this.db, "2026-08-26T00:00:00Z")
			.service(Tables.n(2, Tables.ahead(1)))
			.partitions("n")
			.partitionData(7);
		assertThat(done.error()).isNull();
		assertThat(done.complete()).isTrue();
		assertThat(done.batches()).isEqualTo(3);
		assertThat(this.catalog.partitions("n")).containsExactly("n__2026_w35", "rest");
		assertThat(this.catalog.partitions("n__2026_w35")).containsExactly("n__2026_w35__h0", "n__2026_w35__h1");
		assertThat(this.catalog.rows("n__2026_w35")).isEqualTo(20);
	}

	@Test
	void s58_aForeignKeyThatActsRefuses() {
		this.db.execute(Tables.M, DEFAULT, march(25),
				"CREATE TABLE r (id bigint, created_at timestamptz, FOREIGN KEY (id, created_at) REFERENCES t ON DELETE CASCADE)",
				"INSERT INTO r SELECT id, created_at FROM t");
		for (int batch : new int[] { 10, 100 }) {
			PartitionedData refused = t().partitionData(batch);
			assertThat(refused.complete()).isFalse();
			assertThat(refused.rows()).isZero();
			assertThat(refused.issues())
				.anySatisfy((issue) -> assertThat(issue.message()).contains("ON DELETE CASCADE"));
			assertThat(this.catalog.rows("r")).isEqualTo(25);
			assertThat(this.catalog.rows("rest")).isEqualTo(25);
			assertThat(this.catalog.tables("public")).containsExactly("r", "rest", "t");
		}
	}

	@Test
	void s59_oneReferencedRowRefuses() {
		this.db.execute(Tables.M, DEFAULT, march(25),
				"CREATE TABLE r (id bigint, created_at timestamptz, FOREIGN KEY (id, created_at) REFERENCES t)",
				"INSERT INTO r SELECT id, created_at FROM t WHERE id = 13");
		PartitionedData refused = t().partitionData(10_000);
		assertThat(refused.complete()).isFalse();
		assertThat(refused.issues()).anySatisfy((issue) -> assertThat(issue.sqlState()).isEqualTo("23503"));
		assertThat(this.catalog.rows("rest")).isEqualTo(25);
		assertThat(this.catalog.tables("public")).containsExactly("r", "rest", "t");
	}

	@Test
	void s67_rowsWithoutTheTrailingKeyStay() {
		this.db.execute("CREATE TABLE t (tenant int, created_at timestamptz) PARTITION BY RANGE (created_at, tenant)",
				DEFAULT, "INSERT INTO t VALUES (1, '2024-03-03Z'), (NULL, '2024-03-03Z')");
		TablePartitionConfig pairs = new TablePartitionConfig("t", RelationName.parse("public.t"),
				new RangeScheme(List.of("created_at", "tenant"), new Boundaries.Time(Granularity.MONTH, UTC)),
				Tables.ahead(1));
		PartitionedData done = Engine.on(this.db, APRIL).service(pairs).partitions("t").partitionData(10);
		assertThat(done.complete()).isTrue();
		assertThat(done.rows()).isEqualTo(1);
		assertThat(this.catalog.rows("rest")).isEqualTo(1);
	}

	@Test
	void s68_aWindowThatCannotBeMadeStaysAndTheLaterOnesMove() {
		this.db.execute(Tables.M, DEFAULT,
				"CREATE TABLE odd PARTITION OF t FOR VALUES FROM ('2024-03-15 00:00:00+00') TO ('2024-04-15 00:00:00+00')",
				"INSERT INTO t (created_at) VALUES ('2024-03-03Z'), ('2024-06-03Z')");
		PartitionedData done = Engine.on(this.db, "2024-06-10T00:00:00Z").service(T).partitions("t").partitionData(10);
		assertThat(done.complete()).isFalse();
		assertThat(done.issues()).extracting((issue) -> issue.step() + " " + issue.code())
			.contains("MOVE default_holds_rows");
		assertThat(this.db.queryStrings("SELECT created_at::date::text FROM rest")).hasSize(1);
		assertThat(this.catalog.rows("t__2024_06")).isEqualTo(1);
	}

	@Test
	void s70_anOrphanIsFilledAndAttachedAgain() {
		this.db.execute(Tables.M, DEFAULT, march(14));
		this.db.execute(Tables.orphan("2024_03", "2024-04-09T00:00:00+00:00"));
		this.db.execute("INSERT INTO t__2024_03 VALUES (99, '2024-03-20Z', 'kept')");
		long oid = this.catalog.oid("t__2024_03");
		PartitionedData done = t().partitionData(4);
		assertThat(done.error()).isNull();
		assertThat(done.complete()).isTrue();
		assertThat(this.catalog.oid("t__2024_03")).isEqualTo(oid);
		assertThat(this.catalog.comment("t__2024_03")).isNull();
		assertThat(this.catalog.rows("t__2024_03")).isEqualTo(15);
		assertThat(this.catalog.rows("rest")).isZero();
	}

	@Test
	void s71_aWindowThatIsWrittenIsAttachedOnTheFirstPass() throws Exception {
		this.db.execute(Tables.M, DEFAULT, march(2_000));
		AtomicBoolean going = new AtomicBoolean(true);
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			Future<Integer> written = thread.submit(() -> {
				int rows = 0;
				while (going.get()) {
					this.db.execute("INSERT INTO t (created_at) VALUES ('2024-03-31Z')");
					rows++;
				}
				return rows;
			});
			Thread.sleep(200);
			MaintenanceResult result = Engine.on(this.db, APRIL)
				.with(PATIENT)
				.service(T)
				.partitions("t")
				.ensure(Instant.parse("2024-03-10T00:00:00Z"));
			Thread.sleep(200);
			going.set(false);
			int rows = written.get(20, TimeUnit.SECONDS);
			assertThat(result.error()).isNull();
			assertThat(result.createdCount()).isEqualTo(1);
			assertThat(this.catalog.rows("rest")).isZero();
			assertThat(this.catalog.rows("t__2024_03")).isEqualTo(2_000 + rows);
		}
		finally {
			going.set(false);
			thread.shutdownNow();
		}
	}

	@Test
	void s79_aTableThatTookTheNameOfOneThatIsFilledStaysEmpty() {
		this.db.execute(Tables.M, DEFAULT, march(25));
		t().partitionData(10, 1);
		this.db.execute("ALTER TABLE t__2024_03 RENAME TO away", "CREATE TABLE t__2024_03 (LIKE t INCLUDING ALL)");
		t().partitionData(10);
		assertThat(this.catalog.rows("t__2024_03")).isZero();
		assertThat(this.catalog.partitions("t")).containsExactly("away", "rest");
		assertThat(this.catalog.rows("t")).isEqualTo(25);
	}

	@Test
	void s79_aTableThatTakesTheNameDuringTheFillStaysEmpty() {
		this.db.execute(Tables.M, DEFAULT, march(25));
		AtomicInteger moved = new AtomicInteger();
		PartitionedData stale = Engine.on(this.db, APRIL)
			.over(ServerCalls.told(Connections.of(this.db), new ServerCalls.Witness() {

				@Override
				public void before(ServerCalls.Call call) {
					if (call.sql().startsWith("SET TRANSACTION") && moved.get() == 1) {
						moved.set(2);
						PartitionDataTest.this.db.execute("ALTER TABLE t__2024_03 RENAME TO away",
								"CREATE TABLE t__2024_03 (LIKE t INCLUDING ALL)");
					}
					else if (call.sql().startsWith("WITH chosen")) {
						moved.compareAndSet(0, 1);
					}
				}

			}))
			.service(T)
			.partitions("t")
			.partitionData(10);
		assertThat(moved).hasValue(2);
		assertThat(stale.issues()).anySatisfy((issue) -> assertThat(issue.code()).isEqualTo(FindingCode.PLAN_STALE));
		assertThat(this.catalog.rows("t__2024_03")).isZero();
		assertThat(this.catalog.rows("rest") + this.catalog.rows("away")).isEqualTo(25);
		this.db.execute("DROP TABLE t__2024_03");
		assertThat(t().partitionData(10).complete()).isTrue();
		assertThat(this.catalog.rows("t")).isEqualTo(25);
		assertThat(this.catalog.partitions("t")).containsExactly("away", "rest");
	}

	@Test
	void whereverItIsKilledNoRowIsLostAndNoneTwice() {
		Seeded.check(1, (random) -> {
			AtomicInteger calls = new AtomicInteger();
			drain(killing(Integer.MAX_VALUE, calls));
			int step = CrashPoint.ALL ? 1 : 24;
			for (int doomed = 1 + random.nextInt(step); doomed < calls.get(); doomed += step) {
				drain(killing(doomed, new AtomicInteger()));
				String where = "call " + doomed;
				PartitionedData done = t().partitionData(10);
				assertThat(done.error()).as(where).isNull();
				assertThat(done.complete()).as(where).isTrue();
				assertThat(this.catalog.tables("public")).as(where).containsExactly("rest", "t", "t__2024_03");
				assertThat(this.catalog.rows("t__2024_03")).as(where).isEqualTo(25);
				assertThat(this.catalog.rows("t")).as(where).isEqualTo(25);
				assertThat(this.catalog.rows("(SELECT DISTINCT id FROM t) AS once")).as(where).isEqualTo(25);
			}
		});
	}

	private void drain(ServerCalls.Witness witness) {
		this.db.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public", Tables.M, DEFAULT, march(25));
		try {
			Engine.on(this.db, APRIL)
				.over(ServerCalls.told(Connections.of(this.db), witness))
				.service(T)
				.partitions("t")
				.partitionData(10);
		}
		catch (DataAccessException ex) {
			assertThat(SqlStates.of(ex)).isIn("57P01", "08006", "08003");
		}
	}

	/** Counts what goes to the server, and kills the server process before one call. */
	private ServerCalls.Witness killing(int doomed, AtomicInteger calls) {
		return new ServerCalls.Witness() {

			@Override
			public void before(ServerCalls.Call call) throws SQLException {
				calls.set(call.number());
				if (call.number() == doomed) {
					PartitionDataTest.this.db.terminate(call.connection().unwrap(PGConnection.class).getBackendPID());
				}
			}

		};
	}

	@Test
	void aPublishedWindowMovesInOneBatchOnly() {
		this.db.execute(Tables.M, DEFAULT, march(25), "CREATE PUBLICATION p FOR TABLE t");
		PartitionedData refused = t().partitionData(10);
		assertThat(refused.rows()).isZero();
		assertThat(refused.issues()).anySatisfy((issue) -> assertThat(issue.message()).contains("is published"));
		assertThat(this.catalog.rows("rest")).isEqualTo(25);
		assertThat(t().partitionData(25).complete()).isTrue();
	}

	@Test
	void whatCannotBeDrainedIsRefused() {
		this.db.execute(Tables.M);
		assertThat(t().partitionData(10).complete()).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> t().partitionData(0)).withMessageContaining("0");
		this.db.execute("CREATE TABLE h (id bigint) PARTITION BY HASH (id)");
		TablePartitionConfig h = new TablePartitionConfig("h", RelationName.parse("public.h"),
				new HashScheme(List.of("id"), 2, null), Tables.ahead(1));
		TablePartitions hash = Engine.on(this.db, APRIL).service(h).partitions("h");
		assertThatIllegalArgumentException().isThrownBy(() -> hash.partitionData(10)).withMessageContaining("RANGE");
	}

}
