package io.partsmith.mpp.citus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.partsmith.execution.Issue;
import io.partsmith.hook.PartitionInfo;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.lifecycle.Retention;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Outcome;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Scope;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.PostgresMetadataProvider;
import io.partsmith.scheme.TimeAmount;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CitusCluster;
import io.partsmith.testing.CitusTest;
import io.partsmith.testing.Engine;
import io.partsmith.testing.Tables;
import io.partsmith.topology.Partition;
import io.partsmith.topology.TableTopology;
import org.junit.jupiter.api.Test;

import static io.partsmith.mpp.citus.CitusTables.engine;
import static io.partsmith.mpp.citus.CitusTables.kept;
import static io.partsmith.mpp.citus.CitusTables.month;
import static io.partsmith.mpp.citus.CitusTables.monthly;
import static io.partsmith.mpp.citus.CitusTables.rows;
import static org.assertj.core.api.Assertions.assertThat;

/** The scenarios of Citus that are about one statement each. */
@CitusTest
class CitusScenarioTest {

	private static final String EVENTS = "public.events";

	private static void months(CitusCluster cluster) {
		CitusTables.distributed(cluster, EVENTS);
		cluster.execute(month(EVENTS, "2026_01", "2026-01-01", "2026-02-01"),
				month(EVENTS, "2026_02", "2026-02-01", "2026-03-01"),
				month(EVENTS, "2026_03", "2026-03-01", "2026-04-01"));
	}

	@Test
	void aColumnarPartitionGoesWhenItsTimeHasCome(CitusCluster cluster) { // M80
		months(cluster);
		cluster.execute(rows(EVENTS, 50, "2026-01-10"),
				"SELECT alter_table_set_access_method('public.events__2026_01', 'columnar')");
		TablePartitionConfig table = monthly(EVENTS, Tables.aheadKeep(1, 3));
		Engine engine = engine(cluster, CitusTables.TODAY);
		assertThat(engine.run(table).outcome()).isEqualTo(Outcome.CONVERGED);
		MaintenanceResult result = engine.run(monthly(EVENTS, Tables.aheadKeep(1, 2)));
		assertThat(result.success()).as(result.toString()).isTrue();
		assertThat(result.droppedCount()).isOne();
		assertThat(kept(cluster, EVENTS)).hasSize(2);
	}

	/** IF NOT EXISTS would pass over both; whose the name is, is looked at. */
	@Test
	void aNameThatIsThereIsTakenForNoPartition(CitusCluster cluster) { // M59
		months(cluster);
		TablePartitionConfig table = monthly(EVENTS, Tables.ahead(2));
		PartitionLifecycleService service = engine(cluster, CitusTables.TODAY).service(table);
		MaintenancePlan plan = service.plan("events");
		cluster.execute("CREATE TABLE public.events__2026_04 (LIKE public.events)",
				"INSERT INTO public.events__2026_04 VALUES (1, '2026-04-01', 'mine')");
		assertThat(service.apply(plan).issues()).extracting(Issue::code).containsExactly(FindingCode.NAME_UNUSABLE);
		assertThat(service.maintain("events", Scope.CREATE).issues()).extracting(Issue::code)
			.containsExactly(FindingCode.NAME_UNUSABLE);
		cluster.execute("DROP TABLE public.events__2026_04", month(EVENTS, "2026_04", "2026-04-01", "2026-05-01"));
		assertThat(service.apply(plan).done()).isEmpty();
		assertThat(service.maintain("events", Scope.CREATE).outcome()).isEqualTo(Outcome.CONVERGED);
		assertThat(kept(cluster, EVENTS)).hasSize(4);
	}

	@Test
	void aWindowThatEndsWhereItsAgeBeginsIsOverAndDefaultStays(CitusCluster cluster) { // M89
		months(cluster);
		cluster.execute("CREATE TABLE public.events__rest PARTITION OF public.events DEFAULT");
		TablePartitionConfig table = monthly(EVENTS,
				Tables.ahead(1)
					.keeping(new Retention.KeepFor(TimeAmount.valueOf("P1M")))
					.dropping(Tables.grace("P0D")));
		assertThat(engine(cluster, "2026-02-28T23:59:59Z").run(table).droppedCount()).isZero();
		assertThat(engine(cluster, "2026-03-01T00:00:00Z").run(table).droppedCount()).isOne();
		assertThat(kept(cluster, EVENTS)).extracting((partition) -> partition.split(" ")[0])
			.containsExactly("events__2026_02", "events__2026_03", "events__rest");
	}

	@Test
	void aNodeThatIsLostBetweenHookAndStatementEndsTheRunAndTheNextOneConverges(CitusCluster cluster) { // M85
		months(cluster);
		Integer port = cluster.jdbc()
			.queryForObject("SELECT nodeport FROM pg_dist_node WHERE groupid = 1", Integer.class);
		AtomicBoolean lost = new AtomicBoolean();
		TablePartitionConfig table = monthly(EVENTS, Tables.aheadKeep(1, 2));
		Engine engine = engine(cluster, CitusTables.TODAY).with(new PartitionLifecycleHooks() {
			@Override
			public void beforeDetach(String name, PartitionInfo partition) {
				if (lost.compareAndSet(false, true)) {
					cluster.execute("UPDATE pg_dist_node SET nodeport = 1 WHERE groupid = 1");
				}
			}
		});
		try {
			MaintenanceResult result = engine.run(table);
			assertThat(result.success()).isFalse();
			assertThat(result.issues()).extracting(Issue::code).containsExactly(FindingCode.NODE_UNREACHABLE);
		}
		finally {
			cluster.jdbc().update("UPDATE pg_dist_node SET nodeport = ? WHERE groupid = 1", port);
		}
		assertThat(kept(cluster, EVENTS)).hasSize(3);
		assertThat(engine.run(table).droppedCount()).isOne();
		assertThat(kept(cluster, EVENTS)).hasSize(2);
	}

	@Test
	void anOrphanInAnotherSchemaIsNotAttachedToWhatIsKeptWithItsSchema(CitusCluster cluster) { // M86
		cluster.execute(
				"SET citus.enable_schema_based_sharding = on; CREATE SCHEMA tenant; RESET citus.enable_schema_based_sharding",
				"CREATE SCHEMA attic", CitusTables.create("tenant.events"),
				"CREATE TABLE attic.events__2026_01 (LIKE tenant.events INCLUDING ALL)",
				"COMMENT ON TABLE attic.events__2026_01 IS E'pg-partsmith:orphan-parent=tenant.events\\n"
						+ "pg-partsmith:detached-at=2026-03-01T00:00:00Z'");
		TablePartitionConfig table = monthly("tenant.events", Tables.ahead(1).keeping(new Retention.KeepNewest(12)));
		List<Finding> findings = engine(cluster, CitusTables.TODAY).service(table).plan("events").findings();
		assertThat(findings).filteredOn((finding) -> finding.code() == FindingCode.DISTRIBUTION_UNFIT)
			.singleElement()
			.satisfies((finding) -> {
				assertThat(finding.message()).contains("attic.events__2026_01 stands in another schema");
				cluster.execute(finding.next());
			});
		MaintenanceResult result = engine(cluster, CitusTables.TODAY).run(table);
		assertThat(result.success()).as(result.toString()).isTrue();
	}

	@Test
	void aReferenceTableIsNoneThatCanBeMaintained(CitusCluster cluster) { // M88
		cluster.execute("CREATE TABLE public.events (tenant_id bigint PRIMARY KEY, created_at timestamptz NOT NULL)",
				"SELECT create_reference_table('public.events')");
		MaintenanceResult result = engine(cluster, CitusTables.TODAY).run(monthly(EVENTS, Tables.ahead(1)));
		assertThat(result.success()).isFalse();
		assertThat(result.issues()).extracting(Issue::code).containsExactly(FindingCode.NOT_PARTITIONED);
	}

	@Test
	void shardsAreNoPartitionsWhereverOneLooks(CitusCluster cluster) { // M91
		months(cluster);
		TablePartitionConfig table = monthly(EVENTS, Tables.ahead(1));
		for (int worker = 0; worker < cluster.workers(); worker++) {
			PostgresMetadataProvider metadata = new PostgresMetadataProvider(cluster.worker(worker),
					ExecutionSettings.DEFAULT, null, new CitusDialect());
			TableTopology.Partitioned seen = (TableTopology.Partitioned) metadata.read(List.of(table))
				.table(table.table());
			assertThat(seen.partitions()).extracting(Partition::name)
				.extracting((name) -> name.name())
				.containsExactlyInAnyOrder("events__2026_01", "events__2026_02", "events__2026_03");
			assertThat(seen.distribution()).isPresent();
		}
	}

	@Test
	void anOpenBoundDoesNotEndTheServer(CitusCluster cluster) {
		CitusTables.distributed(cluster, EVENTS);
		cluster.execute("CREATE TABLE public.events__old PARTITION OF public.events"
				+ " FOR VALUES FROM (MINVALUE) TO ('2026-02-01 00:00:00+00')");
		List<String> statements = Collections.synchronizedList(new ArrayList<>());
		Integer started = cluster.jdbc()
			.queryForObject("SELECT extract(epoch FROM pg_postmaster_start_time())::integer", Integer.class);
		MaintenanceResult result = engine(cluster, CitusTables.TODAY).over(cluster.recording(statements))
			.run(monthly(EVENTS, Tables.aheadKeep(2, 2)));
		assertThat(result.createdCount()).isEqualTo(2);
		// Citus reads the bound with a pointer to nowhere.
		assertThat(statements).isNotEmpty().noneMatch((sql) -> sql.contains("time_partition"));
		assertThat(cluster.jdbc()
			.queryForObject("SELECT extract(epoch FROM pg_postmaster_start_time())::integer", Integer.class))
			.isEqualTo(started);
	}

}
