package io.partsmith.mpp.citus;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.partsmith.execution.Issue;
import io.partsmith.lifecycle.Retention;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Outcome;
import io.partsmith.maintenance.RunReason;
import io.partsmith.plan.FindingCode;
import io.partsmith.postgres.LockLimits;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CitusCluster;
import io.partsmith.testing.CitusTest;
import io.partsmith.testing.Engine;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static io.partsmith.mpp.citus.CitusTables.engine;
import static io.partsmith.mpp.citus.CitusTables.kept;
import static io.partsmith.mpp.citus.CitusTables.month;
import static io.partsmith.mpp.citus.CitusTables.monthly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** What goes wrong between the nodes of a real Citus. */
@CitusTest
class CitusTroubleTest {

	private static final String EVENTS = "public.events";

	private static final LockLimits PATIENT = new LockLimits(Duration.ofMillis(300), 20, Duration.ofMinutes(1),
			Duration.ofSeconds(30));

	private final TablePartitionConfig table = monthly(EVENTS, Tables.aheadKeep(2, 2));

	private static void expired(CitusCluster cluster) {
		CitusTables.distributed(cluster, EVENTS);
		cluster.execute(month(EVENTS, "2026_01", "2026-01-01", "2026-02-01"),
				month(EVENTS, "2026_03", "2026-03-01", "2026-04-01"),
				month(EVENTS, "2026_04", "2026-04-01", "2026-05-01"), CitusTables.rows(EVENTS, 30, "2026-01-10"));
	}

	private static Statement reading(Connection onWorker) throws SQLException {
		onWorker.setAutoCommit(false);
		Statement statement = onWorker.createStatement();
		statement.executeQuery("SELECT count(*) FROM public.events").close();
		return statement;
	}

	@Test
	void aReaderOnAWorkerIsWaitedForNoLongerThanTheLockTimeout(CitusCluster cluster) throws SQLException {
		expired(cluster);
		Engine engine = engine(cluster, CitusTables.TODAY);
		try (Connection worker = cluster.worker(0).getConnection(); Statement reader = reading(worker)) {
			MaintenanceResult result = engine.run(this.table);
			// Not the statement timeout, which comes 30 seconds later.
			assertThat(result.issues()).extracting(Issue::code).containsExactly(FindingCode.LOCK_NOT_AVAILABLE);
			assertThat(kept(cluster, EVENTS)).hasSize(3);
			worker.rollback();
		}
		assertThat(engine.run(this.table).droppedCount()).isOne();
	}

	@Test
	void whoeverIsKilledWhileHeWaitsLeavesNothingHalfDone(CitusCluster cluster) throws SQLException { // M79
		expired(cluster);
		Engine engine = engine(cluster, CitusTables.TODAY)
			.with(new LockLimits(Duration.ofSeconds(20), 1, Duration.ofMinutes(1), Duration.ofSeconds(30)));
		try (Connection worker = cluster.worker(0).getConnection(); Statement reader = reading(worker)) {
			CompletableFuture<MaintenanceResult> run = CompletableFuture.supplyAsync(() -> engine.run(this.table));
			String ours = "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'partsmith retire: detach%'"
					+ " AND state = 'active' AND query NOT LIKE 'SELECT%'";
			await().until(() -> !cluster.jdbc().queryForList(ours, Integer.class).isEmpty());
			cluster.jdbc().queryForList("SELECT pg_terminate_backend(pid) FROM (" + ours + ") AS ours");
			assertThat(run.join().outcome()).isEqualTo(Outcome.FAILED);
			worker.rollback();
		}
		MaintenanceResult next = engine.run(this.table);
		assertThat(next.success()).as(next.toString()).isTrue();
		assertThat(kept(cluster, EVENTS)).hasSize(2);
		assertThat(cluster.jdbc()
			.queryForObject("SELECT count(*) FROM pg_class WHERE relname = 'events__2026_01'", Integer.class)).isZero();
	}

	@Test
	void aNodeThatIsDownIsToldAndOneThatLagsIsWaitedFor(CitusCluster cluster) { // M76,
																				// M77
		expired(cluster);
		Map<String, Object> node = cluster.jdbc()
			.queryForMap("SELECT nodeid, nodename, nodeport FROM pg_dist_node WHERE groupid = 1");
		Engine engine = engine(cluster, "2026-04-15T00:00:00Z").with(PATIENT);
		String tables = "SELECT string_agg(logicalrelid::text, ',' ORDER BY 1) FROM pg_dist_partition";
		String before = cluster.jdbc().queryForObject(tables, String.class);
		try {
			// As if the machine were gone: nobody answers there, and nobody has told so.
			cluster.execute("UPDATE pg_dist_node SET nodeport = 1 WHERE groupid = 1");
			MaintenanceResult result = engine.run(this.table);
			assertThat(result.success()).isFalse();
			assertThat(result.issues()).extracting(Issue::code, Issue::sqlState)
				.first()
				.isEqualTo(tuple(FindingCode.NODE_UNREACHABLE, "08006"));
			assertThat(result.issues().get(0).next()).contains("citus_check_cluster_node_health");
			assertThat(cluster.jdbc().queryForObject(tables, String.class)).isEqualTo(before);
		}
		finally {
			cluster.jdbc().update("UPDATE pg_dist_node SET nodeport = ? WHERE groupid = 1", node.get("nodeport"));
		}
		move(cluster, node, 1);
		move(cluster, node, (Integer) node.get("nodeport"));
		// The coordinator tells the node some seconds later.
		MaintenanceResult next = engine.run(this.table);
		assertThat(next.success()).as(next.toString()).isTrue();
		assertThat(next.createdCount()).isOne();
		assertThat(next.droppedCount()).isOne();
	}

	private static void move(CitusCluster cluster, Map<String, Object> node, int port) {
		cluster.jdbc()
			.queryForList("SELECT citus_update_node(?, ?, ?, true, 1000)", node.get("nodeid"), node.get("nodename"),
					port);
	}

	@Test
	void ofSixInstancesOneCreates(CitusCluster cluster) { // M74
		CitusTables.distributed(cluster, EVENTS);
		List<CompletableFuture<MaintenanceResult>> runs = IntStream.range(0, 6)
			.mapToObj((i) -> CompletableFuture.supplyAsync(
					() -> engine(cluster, "2026-01-15T00:00:00Z").with(PATIENT).run(monthly(EVENTS, Tables.ahead(3)))))
			.toList();
		List<MaintenanceResult> results = runs.stream().map(CompletableFuture::join).toList();
		assertThat(results).allMatch(MaintenanceResult::success);
		assertThat(results.stream().mapToInt(MaintenanceResult::createdCount).sum()).isEqualTo(3);
		assertThat(results).filteredOn((result) -> result.outcome() == Outcome.SKIPPED)
			.extracting(MaintenanceResult::reason)
			.allMatch(RunReason.LOCK_HELD::equals);
		assertThat(kept(cluster, EVENTS)).hasSize(3);
	}

	@Test
	void longNamesAreToldAndWork(CitusCluster cluster) { // M70, M71
		String fits = "public.t" + "x".repeat(53);
		CitusTables.distributed(cluster, fits);
		MaintenanceResult result = engine(cluster, "2026-01-15T00:00:00Z").run(monthly(fits, Tables.ahead(2)));
		assertThat(result.success()).as(result.toString()).isTrue();
		assertThat(kept(cluster, fits)).hasSize(2);
		assertThat(result.plan().findings()).extracting((finding) -> finding.code())
			.containsExactly(FindingCode.SHARD_NAME_LONG);
		String longer = "public.t" + "y".repeat(54);
		CitusTables.distributed(cluster, longer);
		MaintenanceResult refused = engine(cluster, "2026-01-15T00:00:00Z").run(monthly(longer, Tables.ahead(1)));
		assertThat(refused.issues()).extracting(Issue::code).contains(FindingCode.NAME_UNUSABLE);
		assertThat(kept(cluster, longer)).isEmpty();
	}

	@Test
	void aForeignKeyToAReferenceTableIsRespected(CitusCluster cluster) { // M64
		cluster.execute("CREATE TABLE public.tenants (id bigint PRIMARY KEY)",
				"SELECT create_reference_table('public.tenants')",
				"INSERT INTO public.tenants SELECT generate_series(1, 20)");
		CitusTables.distributed(cluster, EVENTS);
		cluster.execute(
				"ALTER TABLE public.events ADD CONSTRAINT tenant FOREIGN KEY (tenant_id) REFERENCES public.tenants (id)");
		Engine engine = engine(cluster, "2026-01-15T00:00:00Z");
		assertThat(engine.run(this.table).createdCount()).isEqualTo(2);
		cluster.execute(CitusTables.rows(EVENTS, 20, "2026-01-10"));
		MaintenanceResult result = engine.at("2026-03-15T00:00:00Z").run(this.table);
		assertThat(result.success()).as(result.toString()).isTrue();
		assertThat(result.droppedCount()).isOne();
	}

	@Test
	void rowsOfAWindowLeaveDefaultAsLongAsTheyAreFew(CitusCluster cluster) { // M61
		CitusTables.distributed(cluster, EVENTS);
		cluster.execute("CREATE TABLE public.events__rest PARTITION OF public.events DEFAULT",
				CitusTables.rows(EVENTS, 1000, "2026-01-10"), CitusTables.rows(EVENTS, 1001, "2026-02-10"));
		MaintenanceResult result = engine(cluster, "2026-01-15T00:00:00Z").continuingOnError()
			.run(monthly(EVENTS, Tables.ahead(2).keeping(new Retention.KeepNewest(2))));
		assertThat(kept(cluster, EVENTS)).containsExactly("events__2026_01 h tenant_id 4",
				"events__rest h tenant_id 4");
		assertThat(cluster.jdbc()
			.queryForMap("SELECT (SELECT count(*) FROM public.events__2026_01) AS moved,"
					+ " (SELECT count(*) FROM public.events__rest) AS rest, pg_relation_size('public.events__2026_01') AS local"))
			.isEqualTo(Map.of("moved", 1000L, "rest", 1001L, "local", 0L));
		assertThat(result.issues()).filteredOn((issue) -> issue.code() == FindingCode.DEFAULT_HOLDS_ROWS)
			.extracting(Issue::message)
			.anyMatch((message) -> message.contains("across shards a run moves 1000 at most"));
	}

}
