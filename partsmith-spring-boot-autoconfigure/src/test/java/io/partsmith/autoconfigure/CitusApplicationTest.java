package io.partsmith.autoconfigure;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import javax.sql.DataSource;

import io.partsmith.autoconfigure.mpp.PartsmithMppAutoConfiguration;
import io.partsmith.lifecycle.DetachMode;
import io.partsmith.maintenance.MaintenanceResult;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.maintenance.RunReason;
import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.plan.Operation;
import io.partsmith.plan.Scope;
import io.partsmith.testing.CitusCluster;
import io.partsmith.testing.CitusTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** An application whose tables a real Citus keeps, from its YAML on. */
@CitusTest
class CitusApplicationTest {

	private static final String YAML = """
			partsmith:
			  startup-check: report
			  mpp:
			    citus: { group: 0, database: citus }
			  tables:
			    events: { partition-column: created_at, granularity: month, create-ahead-count: 2, retention-count: 2, drop-grace: P0D }
			""";

	private static ApplicationContextRunner with(DataSource dataSource, String now) {
		return YamlContext.bare(YAML)
			.withConfiguration(AutoConfigurations.of(PartsmithMppAutoConfiguration.class))
			// A context ends what it can end of its beans.
			.withBean(DataSource.class, () -> new DelegatingDataSource(dataSource))
			.withBean(Clock.class, () -> Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
	}

	private static void makeEvents(CitusCluster cluster) {
		cluster.execute("""
				CREATE TABLE public.events (tenant_id bigint NOT NULL, created_at timestamptz NOT NULL)
				PARTITION BY RANGE (created_at)""",
				"SELECT create_distributed_table('public.events', 'tenant_id', shard_count := 4)");
	}

	@Test
	void maintainsFromTheCoordinator(CitusCluster cluster) {
		makeEvents(cluster);
		with(cluster.dataSource(), "2026-01-15T00:00:00Z").run((context) -> {
			assertThat(context).hasNotFailed();
			PartitionLifecycleService service = context.getBean(PartitionLifecycleService.class);
			MaintenanceResult created = service.maintain("events", Scope.MAINTAIN);
			assertThat(created.success()).as(created.toString()).isTrue();
			assertThat(created.createdCount()).isEqualTo(2);
		});
		with(cluster.dataSource(), "2026-04-15T00:00:00Z").run((context) -> {
			MaintenanceResult retired = context.getBean(PartitionLifecycleService.class)
				.maintain("events", Scope.MAINTAIN);
			assertThat(retired.success()).as(retired.toString()).isTrue();
			assertThat(retired.droppedCount()).isEqualTo(2);
		});
		assertThat(cluster.jdbc()
			.queryForList(
					"SELECT DISTINCT partmethod::text FROM pg_dist_partition WHERE logicalrelid::text LIKE 'events%'",
					String.class))
			.isEqualTo(List.of("h"));
	}

	@Test
	void doesNothingOnAWorkerAndSaysWhy(CitusCluster cluster) { // M49
		makeEvents(cluster);
		with(cluster.worker(0), "2026-01-15T00:00:00Z").run((context) -> {
			MaintenanceResult result = context.getBean(PartitionLifecycleService.class)
				.maintain("events", Scope.MAINTAIN);
			assertThat(result.reason()).isEqualTo(RunReason.NOT_COORDINATOR);
			assertThat(result.detail()).contains("a worker, of group 1");
		});
	}

	/** What stands behind a data source of a table's own is found, not told. */
	@Test
	void maintainsTheTablesOfAnotherCoordinator(CitusCluster cluster) {
		makeEvents(cluster);
		cluster.execute("CREATE TABLE public.events__2026_01 PARTITION OF public.events"
				+ " FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-02-01 00:00:00+00')");
		DataSource other = new DelegatingDataSource(cluster.dataSource());
		with(cluster.dataSource(), "2026-04-15T00:00:00Z").withBean("reports", DataSource.class, () -> other, (it) -> {
			it.setAutowireCandidate(false);
		}).withPropertyValues("partsmith.tables.events.data-source=reports").run((context) -> {
			assertThat(context).hasNotFailed();
			MaintenanceResult retired = context.getBean(PartitionLifecycleService.class)
				.maintain("events", Scope.MAINTAIN);
			assertThat(retired.success()).as(retired.toString()).isTrue();
			assertThat(retired.createdCount()).isEqualTo(2);
			assertThat(retired.detachedCount()).isOne();
			assertThat(retired.done()).filteredOn(Operation.Detach.class::isInstance)
				.extracting((it) -> ((Operation.Detach) it).mode())
				.containsExactly(DetachMode.BLOCKING);
		});
	}

	@Test
	void maintainsAPlainTableBesideThem(CitusCluster cluster) {
		cluster.execute("CREATE TABLE public.events (created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at)");
		with(cluster.dataSource(), "2026-01-15T00:00:00Z").run((context) -> {
			List<Finding> findings = context.getBean(PartitionLifecycleService.class).plan("events").findings();
			assertThat(findings).extracting(Finding::code).doesNotContain(FindingCode.DISTRIBUTION_UNFIT);
			assertThat(context.getBean(PartitionLifecycleService.class).maintain("events", Scope.CREATE).createdCount())
				.isEqualTo(2);
		});
	}

}
