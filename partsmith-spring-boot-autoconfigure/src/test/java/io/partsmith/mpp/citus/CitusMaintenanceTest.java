package io.partsmith.mpp.citus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.partsmith.execution.Issue;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.lifecycle.Retention;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.Outcome;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.MaintenancePlan;
import io.partsmith.plan.Operation;
import io.partsmith.plan.OperationKind;
import io.partsmith.plan.Scope;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CitusCluster;
import io.partsmith.testing.CitusTest;
import io.partsmith.testing.Engine;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.partsmith.mpp.citus.CitusTables.engine;
import static io.partsmith.mpp.citus.CitusTables.kept;
import static io.partsmith.mpp.citus.CitusTables.month;
import static io.partsmith.mpp.citus.CitusTables.monthly;
import static io.partsmith.mpp.citus.CitusTables.rows;
import static org.assertj.core.api.Assertions.assertThat;

/** Maintenance of what a real Citus keeps. */
@CitusTest
class CitusMaintenanceTest {

	private static final String EVENTS = "public.events";

	private static long count(CitusCluster cluster, String table) {
		return cluster.jdbc().queryForObject("SELECT count(*) FROM " + table, Long.class);
	}

	@Test
	void distributedPartitionsComeAndGo(CitusCluster cluster) { // M58, M62, M73
		CitusTables.distributed(cluster, EVENTS);
		TablePartitionConfig table = monthly(EVENTS, Tables.aheadKeep(3, 3));
		List<String> phases = Collections.synchronizedList(new ArrayList<>());
		Engine engine = engine(cluster, "2026-01-15T00:00:00Z").with(new PartitionLifecycleHooks() {
			@Override
			public void onEvent(PartitionEvent event) {
				phases.add(event.phase() + " " + event.partition().name());
			}
		});
		MaintenanceResult created = engine.run(table);
		assertThat(created.success()).as(created.toString()).isTrue();
		assertThat(kept(cluster, EVENTS)).containsExactly("events__2026_01 h tenant_id 4",
				"events__2026_02 h tenant_id 4", "events__2026_03 h tenant_id 4");
		cluster.execute(rows(EVENTS, 40, "2026-01-10"), rows(EVENTS, 40, "2026-02-10"), rows(EVENTS, 40, "2026-03-10"));
		for (int worker = 0; worker < cluster.workers(); worker++) {
			assertThat(cluster.jdbc(worker)
				.queryForList("SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid"
						+ " WHERE inhparent = 'public.events'::regclass AND relkind = 'r'", String.class))
				.hasSize(3);
			assertThat(cluster.jdbc()
				.queryForList(
						"SELECT DISTINCT nodeport FROM citus_shards WHERE table_name = 'events__2026_01'::regclass",
						Integer.class))
				.hasSize(2);
		}
		assertThat(engine.run(table).outcome()).isEqualTo(Outcome.CONVERGED);
		phases.clear();
		// A month kept by its grace, then dropped.
		MaintenanceResult retired = engine.at("2026-04-15T00:00:00Z").run(table);
		assertThat(retired.success()).as(retired.toString()).isTrue();
		assertThat(retired.detachedCount()).isOne();
		assertThat(retired.droppedCount()).isOne();
		assertThat(phases).containsSubsequence("BEFORE_DETACH events__2026_01", "AFTER_DETACH events__2026_01",
				"BEFORE_DROP events__2026_01", "AFTER_DROP events__2026_01");
		assertThat(count(cluster, EVENTS)).isEqualTo(80);
		for (int worker = 0; worker < cluster.workers(); worker++) {
			assertThat(cluster.jdbc(worker)
				.queryForObject("SELECT count(*) FROM pg_class WHERE relname LIKE 'events\\_\\_2026\\_01%'",
						Integer.class))
				.isZero();
		}
		assertThat(engine.run(table).outcome()).isEqualTo(Outcome.CONVERGED);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SELECT create_distributed_table('public.events', NULL)       | public  | n
			SELECT citus_add_local_table_to_metadata('public.events')    | public  | n
			                                                             | sharded | n
			                                                             | public  |
			""")
	void everyKindIsMaintained(String give, String schema, String method, CitusCluster cluster) { // M58
		String name = schema + ".events";
		if (!schema.equals("public")) {
			cluster.execute("SET citus.enable_schema_based_sharding = on; CREATE SCHEMA " + schema
					+ "; RESET citus.enable_schema_based_sharding");
		}
		cluster.execute(CitusTables.create(name));
		if (give != null) {
			cluster.execute(give);
		}
		TablePartitionConfig table = monthly(name, Tables.ahead(2).keeping(new Retention.KeepNewest(2)));
		Engine engine = engine(cluster, "2026-01-15T00:00:00Z");
		MaintenanceResult created = engine.run(table);
		assertThat(created.success()).as(created.toString()).isTrue();
		assertThat(kept(cluster, name)).hasSize(2)
			.allMatch((kept) -> (method == null) ? !kept.contains(" n ") : kept.endsWith(" n 1"));
		cluster.execute(rows(name, 10, "2026-01-10"));
		PartitionLifecycleService service = engine.at("2026-03-15T00:00:00Z").service(table);
		assertThat(service.plan("events").operations()).filteredOn(Operation.Detach.class::isInstance)
			.extracting((operation) -> ((Operation.Detach) operation).mode())
			.containsOnly((method != null) ? DetachMode.BLOCKING : DetachMode.CONCURRENT);
		MaintenanceResult retired = service.maintain("events", Scope.MAINTAIN);
		assertThat(retired.success()).as(retired.toString()).isTrue();
		assertThat(retired.detachedCount()).isEqualTo(1);
		assertThat(count(cluster, name)).isZero();
		// Retention was too short: it comes back with its rows.
		MaintenanceResult back = engine.run(monthly(name, Tables.aheadKeep(2, 4)));
		assertThat(back.attachedCount()).as(back.toString()).isOne();
		assertThat(count(cluster, name)).isEqualTo(10);
		assertThat(engine.at("2026-08-15T00:00:00Z").run(monthly(name, Tables.aheadKeep(2, 2))).droppedCount())
			.isPositive();
	}

	@Test
	void aConcurrentDetachIsRefusedInThePlan(CitusCluster cluster) { // M62
		CitusTables.distributed(cluster, EVENTS);
		cluster.execute(month(EVENTS, "2026_01", "2026-01-01", "2026-02-01"));
		Lifecycle lifecycle = Tables.aheadKeep(2, 2).detaching(DetachMode.CONCURRENT);
		MaintenancePlan plan = engine(cluster, "2026-06-15T00:00:00Z").service(monthly(EVENTS, lifecycle))
			.plan("events");
		assertThat(plan.operations()).extracting(Operation::kind).containsOnly(OperationKind.CREATE);
		assertThat(plan.findings()).extracting(Finding::code).containsExactly(FindingCode.CONCURRENT_UNSUPPORTED);
		assertThat(plan.findings().get(0).message()).contains("public.events is distributed by tenant_id");
	}

	@Test
	void levelsBeneathAreRefusedInThePlan(CitusCluster cluster) {
		CitusTables.distributed(cluster, "public.n");
		MaintenanceResult result = engine(cluster, "2026-06-15T00:00:00Z").run(Tables.n(2, Tables.ahead(2)));
		assertThat(result.success()).isFalse();
		assertThat(result.issues()).extracting(Issue::code).containsExactly(FindingCode.DISTRIBUTION_UNFIT);
		assertThat(kept(cluster, "public.n")).isEmpty();
	}

	@Test
	void anOrphanThatIsKeptOtherwiseIsNotAttached(CitusCluster cluster) { // M65, M67, M68
		cluster.execute(
				"""
						CREATE TABLE public.events (tenant_id bigint NOT NULL, device bigint NOT NULL, created_at timestamptz NOT NULL)
						PARTITION BY RANGE (created_at)""",
				"SELECT create_distributed_table('public.events', 'tenant_id', shard_count := 4)");
		for (String month : List.of("01", "02", "03", "04")) {
			String name = "public.events__2026_" + month;
			cluster.execute("CREATE TABLE " + name + " (LIKE public.events INCLUDING ALL)",
					"INSERT INTO " + name + " SELECT i, i, '2026-" + (month.equals("04") ? "01" : month)
							+ "-10' FROM generate_series(1, 30) AS i",
					"COMMENT ON TABLE " + name + " IS E'pg-partsmith:orphan-parent=public.events\\n"
							+ "pg-partsmith:detached-at=2026-04-01T00:00:00Z'");
		}
		cluster.execute(
				"SELECT create_distributed_table('public.events__2026_01', 'tenant_id', colocate_with := 'none')",
				"SELECT create_distributed_table('public.events__2026_02', 'device', colocate_with := 'public.events')");
		Engine engine = engine(cluster, "2026-04-15T00:00:00Z").continuingOnError();
		TablePartitionConfig table = monthly(EVENTS, Tables.ahead(1).keeping(new Retention.KeepNewest(12)));
		MaintenanceResult result = engine.run(table);
		assertThat(result.issues()).filteredOn((issue) -> issue.code() == FindingCode.DISTRIBUTION_UNFIT)
			.extracting((issue) -> issue.partition().name())
			.containsExactlyInAnyOrder("events__2026_01", "events__2026_02");
		assertThat(result.issues()).filteredOn((issue) -> "23514".equals(issue.sqlState()))
			.extracting((issue) -> issue.partition().name())
			.containsExactly("events__2026_04");
		assertThat(count(cluster, "public.events__2026_04")).isEqualTo(30);
		assertThat(kept(cluster, EVENTS)).containsExactly("events__2026_03 h tenant_id 4");
		assertThat(count(cluster, "public.events WHERE tenant_id = 3")).isOne();
		cluster.execute("ANALYZE public.events__2026_03");
		assertThat(engine.service(table).plan("events").findings())
			.filteredOn((finding) -> finding.code() == FindingCode.LOCAL_LEFTOVER)
			.singleElement()
			.satisfies((finding) -> cluster.execute(finding.next()));
		assertThat(count(cluster, EVENTS)).isEqualTo(30);
	}

}
