package io.partsmith.mpp.citus;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;

import io.partsmith.mpp.MppCluster;
import io.partsmith.mpp.MppDatabase;
import io.partsmith.mpp.MppEvent;
import io.partsmith.mpp.MppHandler;
import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import io.partsmith.testing.CitusCluster;
import io.partsmith.testing.CitusTest;
import io.partsmith.testing.Engine;
import io.partsmith.testing.Tables;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The list of nodes of a real cluster, held against what Patroni would say of it. */
@CitusTest
class CitusMetadataTest {

	private static final String NODES = "SELECT string_agg(concat_ws(' ', nodeid, groupid, nodename, nodeport, noderole),"
			+ " ', ' ORDER BY nodeid) FROM pg_dist_node";

	private static String nodes(CitusCluster cluster) {
		return cluster.jdbc().queryForObject(NODES, String.class);
	}

	/** The groups as they are, each with its primary; then some more members. */
	private static MppCluster groups(CitusCluster cluster, MppCluster.Member... ofGroupOne) {
		Map<Integer, MppCluster.Group> groups = new HashMap<>();
		for (Map<String, Object> row : cluster.jdbc()
			.queryForList("SELECT groupid, nodename, nodeport FROM pg_dist_node WHERE noderole = 'primary'")) {
			int group = (Integer) row.get("groupid");
			List<MppCluster.Member> members = new java.util.ArrayList<>(List.of(new MppCluster.Member("leader",
					(String) row.get("nodename"), (Integer) row.get("nodeport"), true, true)));
			if (group == 1) {
				members.addAll(List.of(ofGroupOne));
			}
			groups.put(group, new MppCluster.Group("leader", members));
		}
		return new MppCluster(groups);
	}

	private static MppCluster.Member standby(CitusCluster cluster) {
		String host = cluster.jdbc()
			.queryForObject("SELECT nodename FROM pg_dist_node WHERE groupid = 1", String.class);
		return new MppCluster.Member("standby", host, 1, true, true);
	}

	private static MppHandler handler(CitusCluster cluster) {
		return new CitusMppHandler(new CitusConfig(0, "citus"), MppDatabase.of(cluster.dataSource()));
	}

	@Test
	void aDryRunTellsTheStepsAndTakesNone(CitusCluster cluster) {
		CitusTables.distributed(cluster, "public.events");
		String before = nodes(cluster);
		MppCluster wanted = groups(cluster, standby(cluster));
		try (MppHandler handler = handler(cluster)) {
			CitusMetadata metadata = new CitusMetadata(handler, cluster.dataSource(), () -> wanted, false);
			metadata.look();
			assertThat(metadata.pending()).singleElement()
				.asString()
				.startsWith("SELECT citus_add_node(")
				.endsWith(", 1, 1, 'secondary', 'default')");
			assertThat(nodes(cluster)).isEqualTo(before);
			List<Finding> findings = Engine.on(cluster.dataSource(), CitusTables.TODAY)
				.with(new CitusDialect(metadata::pending))
				.service(CitusTables.monthly("public.events", Tables.ahead(1)))
				.plan("events")
				.findings();
			assertThat(findings).filteredOn((finding) -> finding.code() == FindingCode.CLUSTER_DRIFT)
				.singleElement()
				.satisfies((finding) -> assertThat(finding.next()).contains(metadata.pending().get(0)));
		}
	}

	@Test
	void stepsAreTakenWhereThatIsWantedAndNobodyElseDoes(CitusCluster cluster) throws SQLException {
		String before = nodes(cluster);
		MppCluster wanted = groups(cluster, standby(cluster));
		MppCluster original = groups(cluster);
		try (MppHandler handler = handler(cluster)) {
			try (Connection patroni = asPatroni(cluster)) {
				CitusMetadata beside = new CitusMetadata(handler, cluster.dataSource(), () -> wanted, true);
				beside.look();
				assertThat(beside.pending()).isEmpty();
				assertThat(nodes(cluster)).isEqualTo(before);
				patroni.rollback();
			}
			String patroni = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'Patroni citus'";
			await().until(() -> cluster.jdbc().queryForObject(patroni, Long.class) == 0);
			new CitusMetadata(handler, cluster.dataSource(), () -> wanted, true).look();
			await().untilAsserted(() -> assertThat(nodes(cluster)).startsWith(before).endsWith(" secondary"));
		}
		finally {
			try (MppHandler handler = handler(cluster)) {
				new CitusMetadata(handler, cluster.dataSource(), () -> original, true).look();
				await().untilAsserted(() -> assertThat(nodes(cluster)).isEqualTo(before));
			}
		}
	}

	/** The three events of a switchover, whose writers wait and lose nothing. */
	@Test
	void writersOfAGroupWaitFromBeforeTheDemotionToAfterThePromotion(CitusCluster cluster) { // M35,
																								// M37
		CitusTables.distributed(cluster, "public.events");
		cluster.execute(CitusTables.month("public.events", "2026_01", "2026-01-01", "2026-02-01"));
		String before = nodes(cluster);
		MppCluster groups = groups(cluster);
		try (MppHandler handler = handler(cluster)) {
			CitusMetadata metadata = new CitusMetadata(handler, cluster.dataSource(), () -> groups, true);
			metadata.look();
			assertThat(metadata.pending()).isEmpty();
			handler.handleEvent(groups, event(MppEvent.Type.BEFORE_DEMOTE));
			CompletableFuture<Void> writer = CompletableFuture
				.runAsync(() -> cluster.execute(CitusTables.rows("public.events", 40, "2026-01-10")));
			await().until(() -> cluster.jdbc()
				.queryForObject("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()",
						Long.class) > 0);
			assertThat(cluster.jdbc().queryForObject("SELECT count(*) FROM public.events", Long.class)).isZero();
			assertThat(writer).isNotDone();
			assertThat(nodes(cluster)).isEqualTo(before);
			handler.handleEvent(groups, event(MppEvent.Type.BEFORE_PROMOTE));
			assertThat(writer).isNotDone();
			handler.handleEvent(groups, event(MppEvent.Type.AFTER_PROMOTE));
			assertThat(writer).succeedsWithin(Duration.ofSeconds(30));
		}
		assertThat(cluster.jdbc().queryForObject("SELECT count(*) FROM public.events", Long.class)).isEqualTo(40);
		assertThat(nodes(cluster)).isEqualTo(before);
		await().atMost(Duration.ofMinutes(1))
			.until(() -> cluster.jdbc()
				.queryForObject("SELECT bool_and(metadatasynced) FROM pg_dist_node", Boolean.class));
	}

	private static MppEvent event(MppEvent.Type type) {
		return new MppEvent(type, 1, "leader", Duration.ofSeconds(30), Duration.ofSeconds(10));
	}

	/** A session such as Patroni 4 keeps where it has the section citus. */
	private static Connection asPatroni(CitusCluster cluster) throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("ApplicationName", "Patroni citus");
		Connection connection = DriverManager.getConnection(cluster.url(), properties);
		connection.setAutoCommit(false);
		return connection;
	}

}
