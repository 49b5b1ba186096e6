package io.partsmith.mpp.citus;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.postgres.ExecutionSettings;
import io.partsmith.postgres.PostgresMetadataProvider;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.CitusCluster;
import io.partsmith.testing.CitusTest;
import io.partsmith.testing.Tables;
import io.partsmith.topology.Cluster;
import io.partsmith.topology.TableTopology;
import org.junit.jupiter.api.Test;

import static io.partsmith.mpp.citus.CitusTables.engine;
import static io.partsmith.mpp.citus.CitusTables.month;
import static io.partsmith.mpp.citus.CitusTables.monthly;
import static org.assertj.core.api.Assertions.assertThat;

/** What is amiss with a cluster is told, and its tables are measured where they lie. */
@CitusTest
class CitusDriftTest {

	private static final String EVENTS = "public.events";

	private final TablePartitionConfig table = monthly(EVENTS, Tables.ahead(1));

	private List<Finding> findings(CitusCluster cluster, FindingCode code) {
		return engine(cluster, "2026-01-15T00:00:00Z").service(this.table)
			.plan("events")
			.findings()
			.stream()
			.filter((finding) -> finding.code() == code)
			.toList();
	}

	@Test
	void aTableThatWasDroppedOnTheCoordinatorAloneIsTold(CitusCluster cluster) throws SQLException { // M83
		CitusTables.distributed(cluster, EVENTS);
		cluster.execute(month(EVENTS, "2026_01", "2026-01-01", "2026-02-01"));
		assertThat(findings(cluster, FindingCode.CLUSTER_DRIFT)).isEmpty();
		Long oid = cluster.jdbc().queryForObject("SELECT 'public.events__2026_01'::regclass::oid::bigint", Long.class);
		try (Connection connection = cluster.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(
					"BEGIN; SET LOCAL citus.enable_ddl_propagation = off; DROP TABLE public.events__2026_01; COMMIT");
			assertThat(findings(cluster, FindingCode.CLUSTER_DRIFT)).singleElement()
				.satisfies((finding) -> assertThat(finding.message()).contains("1 relation(s)", "OID " + oid));
		}
		finally {
			for (String catalog : List.of(
					"pg_dist_placement USING pg_dist_shard AS s WHERE pg_dist_placement.shardid"
							+ " = s.shardid AND s.logicalrelid",
					"pg_dist_shard WHERE logicalrelid", "pg_dist_partition WHERE logicalrelid")) {
				cluster.execute("DELETE FROM " + catalog + "::oid = " + oid);
			}
		}
	}

	@Test
	void theSlotsOfCitusAreLeftAsideAndOthersAreTold(CitusCluster cluster) {
		CitusTables.distributed(cluster, EVENTS);
		String make = "SELECT pg_create_logical_replication_slot(?, 'pgoutput')";
		String drop = "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ?";
		List<String> slots = List.of("citus_shard_move_slot_3_10_8", "partsmith_test");
		try {
			slots.forEach((slot) -> cluster.jdbc().queryForList(make, slot));
			assertThat(findings(cluster, FindingCode.IDLE_SLOT)).extracting(Finding::message)
				.anyMatch((message) -> message.startsWith("Nobody reads the replication slot partsmith_test"))
				.noneMatch((message) -> message.contains("citus_shard_move_slot"));
		}
		finally {
			slots.forEach((slot) -> cluster.jdbc().queryForList(drop, slot));
		}
	}

	@Test
	void partitionsAreMeasuredOnTheWorkers(CitusCluster cluster) { // M92
		CitusTables.distributed(cluster, EVENTS);
		cluster.execute(CitusTables.create("public.plain"), month(EVENTS, "2026_01", "2026-01-01", "2026-02-01"),
				month("public.plain", "2026_01", "2026-01-01", "2026-02-01"),
				CitusTables.rows(EVENTS, 2000, "2026-01-10"), CitusTables.rows("public.plain", 2000, "2026-01-10"));
		TablePartitionConfig plain = monthly("public.plain", Tables.ahead(1));
		PostgresMetadataProvider metadata = new PostgresMetadataProvider(cluster.dataSource(),
				ExecutionSettings.DEFAULT, null, new CitusDialect());
		for (TablePartitionConfig config : List.of(this.table, plain)) {
			TableTopology.Partitioned topology = (TableTopology.Partitioned) metadata.read(List.of(this.table, plain))
				.table(config.table());
			assertThat(metadata.sizes(topology).values()).singleElement()
				.isEqualTo(cluster.jdbc()
					.queryForObject("SELECT " + new CitusDialect().size("'" + config.table() + "__2026_01'::regclass"),
							Long.class))
				.satisfies((size) -> assertThat(size).isGreaterThan(100_000));
		}
	}

	@Test
	void settingsAreHeldAgainstTheRules() { // M13, M14, M16
		assertThat(ClusterReader.differences(Map.of("shared_preload_libraries", "foo , citus, bar ",
				"max_prepared_transactions", "0", "max_connections", "101", "wal_level", "replica")))
			.containsExactly(new Cluster.Setting("max_prepared_transactions", "0", "202"),
					new Cluster.Setting("shared_preload_libraries", "foo , citus, bar ", "citus,foo,bar"),
					new Cluster.Setting("wal_level", "replica", "logical"));
		assertThat(ClusterReader.differences(Map.of("shared_preload_libraries", "citus, foo",
				"max_prepared_transactions", "5", "max_connections", "100", "wal_level", "logical")))
			.isEmpty();
		// Who may not read the libraries is told nothing about them.
		assertThat(ClusterReader.differences(Map.of("max_prepared_transactions", "5", "max_connections", "100")))
			.isEmpty();
	}

}
